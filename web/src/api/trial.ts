import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { answered, api, type Schemas } from "./client";

export type Trial = Schemas["TrialAnswer"];

/** How many of what happened in the made-up case; ids as the policy names them. */
export interface TrialCase {
  policy: string;
  indicator: string;
  records: Record<string, number>;
  missed: Record<string, number>;
  late: Record<string, number>;
}

const written = (counts: Record<string, number>) =>
  Object.entries(counts)
    .filter(([, n]) => n > 0)
    .map(([id, n]) => `${id}:${n}`);

/** 试算: what the server makes of it. */
export function useTrial(asked: () => TrialCase) {
  return useQuery({
    queryKey: ["trial", computed(asked)],
    queryFn: ({ signal }) => {
      const { policy, indicator, records, missed, late } = asked();
      return answered(
        api.GET("/api/v1/policies/{policy}/trial", {
          params: {
            path: { policy },
            query: { indicator, records: written(records), missed: written(missed), late: written(late) },
          },
          signal,
        }),
      );
    },
    enabled: computed(() => asked().policy !== "" && asked().indicator !== ""),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}
