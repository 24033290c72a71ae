import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { answered, api, type Schemas } from "./client";
import { once } from "./act";
import { useCycles } from "./cycles";

export type Policy = Schemas["ReadPolicyAnswer"];
export type Indicator = Policy["aspects"][number]["indicators"][number];
export type RecordKind = Policy["kinds"][number];

/** The policy that the year on show pins. */
export function usePolicy() {
  const { cycle } = useCycles();
  const id = computed(() => cycle.value?.policy ?? "");
  const query = useQuery({
    queryKey: ["policy", id],
    queryFn: () => answered(api.GET("/api/v1/policies/{policy}", { params: { path: { policy: id.value } } })),
    enabled: computed(() => id.value !== ""),
    staleTime: Infinity,
  });
  const indicators = computed(() => (query.data.value?.aspects ?? []).flatMap((aspect) => aspect.indicators));
  return {
    ...query,
    indicators,
    indicatorOf: (of: string) => indicators.value.find((one) => one.id === of),
    kindOf: (of: string) => query.data.value?.kinds.find((one) => one.id === of),
    postName: (of: string) => query.data.value?.posts.find((one) => one.id === of)?.name ?? of,
  };
}

export type PolicySummary = Policy["summary"];
export type Duty = Indicator["duties"][number];
export type Rule = Indicator["rules"][number];
export type Reading = Policy["readings"][number];

/** All that are kept, the newest first. */
export function usePolicies() {
  return useQuery({
    queryKey: ["policies"],
    queryFn: async () => (await answered(api.GET("/api/v1/policies"))).policies,
  });
}

/** Any of them, whether a year pins it or not. */
export function usePolicyOf(id: () => string) {
  return useQuery({
    queryKey: ["policy", computed(id)],
    queryFn: () => answered(api.GET("/api/v1/policies/{policy}", { params: { path: { policy: id() } } })),
    enabled: computed(() => id() !== ""),
    staleTime: Infinity,
  });
}

export const addPolicy = (key: string, text: string) =>
  answered(api.POST("/api/v1/policies", { body: { text }, ...once(key) }));
