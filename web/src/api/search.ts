import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { answered, api, type Schemas } from "./client";

export type Found = Schemas["FoundRow"];

export function useSearch(year: () => number, words: () => string) {
  return useQuery({
    queryKey: ["search", computed(year), computed(words)],
    queryFn: () =>
      answered(
        api.GET("/api/v1/cycles/{year}/search", {
          params: { path: { year: year() }, query: { q: words() } },
        }),
      ),
    enabled: computed(() => year() > 0 && words().length > 0),
    placeholderData: (before) => before,
  });
}
