import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { answered, api, type Schemas } from "./client";
import { once } from "./act";

export type QueueRow = Schemas["QueueRow"];
export type Submission = Schemas["SubmissionRow"];
export type Verdict = Schemas["Verdict"];

export interface ReviewBody {
  verdict: Verdict;
  reason?: string;
  returned_for?: Schemas["ReturnedFor"];
  until?: string;
  /** The latest review that was seen; empty: none. */
  after?: string;
}

export function useQueue(year: () => number) {
  return useQuery({
    queryKey: ["queue", computed(year)],
    queryFn: () => answered(api.GET("/api/v1/cycles/{year}/queue", { params: { path: { year: year() } } })),
    enabled: computed(() => year() > 0),
    // Somebody else may be working the same queue.
    refetchInterval: 60_000,
  });
}

export const giveReview = (key: string, submission: string, body: ReviewBody) =>
  answered(
    api.POST("/api/v1/submissions/{submission}/reviews", {
      params: { path: { submission } },
      body: body as never,
      ...once(key),
    }),
  );
