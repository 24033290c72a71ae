import { useInfiniteQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { addressOf } from "@/site";
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

/** What of the security log; what is left out holds for all. */
export interface SecurityFilter {
  who?: string;
  kind?: string;
  outcome?: string;
  text?: string;
  from?: string;
  to?: string;
}
export type LogFormat = Schemas["LogFormat"];

/** Newest first, a page at a time. */
export function useSecurityEvents(filter: () => SecurityFilter) {
  return useInfiniteQuery({
    queryKey: ["security-events", computed(filter)],
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/v1/security-events", {
          params: { query: { ...filter(), limit: pageOf, ...(pageParam ? { before: pageParam } : {}) } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.events.length < pageOf ? undefined : last.events.at(-1)?.id),
  });
}

/** The same as a file, as an attachment. */
export function securityFileAddress(filter: SecurityFilter, format: LogFormat): string {
  return addressOf(`/api/v1/security-events/file?${new URLSearchParams({ ...filter, format }).toString()}`);
}
