import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { useI18n } from "vue-i18n";
import { answered, api } from "./client";

/** Opaque ids of people → their names, as far as the reader may know them. */
export function useNames() {
  const { t } = useI18n();
  const query = useQuery({
    queryKey: ["names"],
    queryFn: async () => (await answered(api.GET("/api/v1/names"))).names,
  });
  const names = computed(() => new Map((query.data.value ?? []).map((one) => [one.id, one.name])));
  return { nameOf: (id: string) => (id ? (names.value.get(id) ?? t("common.somebody")) : "—") };
}
