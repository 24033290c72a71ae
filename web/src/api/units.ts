import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { answered, api, type Schemas } from "./client";

export type Unit = Schemas["UnitFact"];

export function useUnits() {
  const query = useQuery({
    queryKey: ["units"],
    queryFn: async () => (await answered(api.GET("/api/v1/units"))).units,
    staleTime: 300_000,
  });
  const names = computed(() => new Map((query.data.value ?? []).map((unit) => [unit.id, unit.name])));
  return { ...query, nameOf: (id: string) => names.value.get(id) ?? id };
}
