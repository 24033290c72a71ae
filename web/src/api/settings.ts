import { useQuery } from "@tanstack/vue-query";
import { answered, api, Unreachable, type Schemas } from "./client";

export type Setting = Schemas["SettingRow"];

/** What is in force; only for whoever may operate. */
export function useSettings(allowed: boolean) {
  return useQuery({
    queryKey: ["settings"],
    queryFn: async () => (await answered(api.GET("/api/v1/settings"))).settings,
    enabled: allowed,
  });
}

export interface Health {
  status: string;
  checks: Record<string, string>;
}

/** Whether the machine is well; an answer of 503 says what is not. */
export function useHealth() {
  return useQuery({
    queryKey: ["health"],
    queryFn: async (): Promise<Health> => {
      const answer = await fetch("/healthz", { credentials: "same-origin" }).catch((broken: unknown) => {
        throw new Unreachable(String(broken));
      });
      const body: unknown = await answer.json().catch(() => null);
      if (body && typeof body === "object" && "checks" in body) return body as Health;
      throw new Unreachable(`HTTP ${answer.status}`);
    },
    refetchInterval: 60_000,
  });
}
