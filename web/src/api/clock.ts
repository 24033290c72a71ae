import { useQuery } from "@tanstack/vue-query";
import { answered, api, type Schemas } from "./client";
import { once } from "./act";

export type ClockFault = Schemas["ClockFaultAnswer"];

/** Whether the machine's clock is believed; only for whoever may operate. */
export function useClock(allowed: boolean) {
  return useQuery({
    queryKey: ["clock"],
    queryFn: () => answered(api.GET("/api/v1/clock")),
    enabled: allowed,
    refetchInterval: 60_000,
  });
}

/** Entries that lie ahead of the clock; only for whoever reads the ledger. */
export function useClockFault(allowed: boolean) {
  return useQuery({
    queryKey: ["clock", "fault"],
    queryFn: () => answered(api.GET("/api/v1/clock/faults")),
    enabled: allowed,
  });
}

export const confirmClock = (key: string, reason: string) =>
  answered(api.POST("/api/v1/clock/confirm", { body: { reason }, ...once(key) }));

/** Asks a second person to agree that the entries from `from` on were written at `at` in truth. */
export const declareClockFault = (key: string, from: number, at: string, reason: string) =>
  answered(api.POST("/api/v1/clock/faults", { body: { from, at, stated: [], reason }, ...once(key) }));
