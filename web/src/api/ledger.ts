import { useInfiniteQuery, useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { answered, api, type Schemas } from "./client";

export type Entry = Schemas["EntryRow"];
export type Proof = Schemas["ProofAnswer"];

export interface LedgerFilter {
  about?: string;
  kind?: string;
  actor?: string;
  from?: string;
  to?: string;
}
const pageOf = 100;

/** Newest first, a page at a time. */
export function useLedger(filter: () => LedgerFilter) {
  return useInfiniteQuery({
    queryKey: ["ledger", computed(filter)],
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/v1/ledger", {
          params: { query: { ...filter(), limit: pageOf, ...(pageParam ? { before: pageParam } : {}) } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.entries.length < pageOf ? undefined : last.entries.at(-1)?.seq),
  });
}

export const proveLedger = () => answered(api.GET("/api/v1/ledger/proof"));

export function useSecurityEvents(enabled: () => boolean) {
  return useQuery({
    queryKey: ["security-events"],
    queryFn: async () =>
      (await answered(api.GET("/api/v1/security-events", { params: { query: { limit: 500 } } }))).events,
    enabled: computed(enabled),
  });
}
