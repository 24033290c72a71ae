import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { answered, api, type Schemas } from "./client";

export type UnitContacts = Schemas["UnitContactsRow"];
export type Contact = Schemas["ContactRow"];

/** Who holds which post, with phone and mail; for whoever may register. */
export function useContacts(year: () => number, allowed: () => boolean) {
  const query = useQuery({
    queryKey: ["contacts", computed(year)],
    queryFn: async () =>
      (await answered(api.GET("/api/v1/cycles/{year}/contacts", { params: { path: { year: year() } } }))).units,
    enabled: computed(() => year() > 0 && allowed()),
    staleTime: 300_000,
  });
  const units = computed(() => new Map((query.data.value ?? []).map((one) => [one.unit, one.holders])));
  return { ...query, holdersOf: (unit: string): Contact[] => units.value.get(unit) ?? [] };
}
