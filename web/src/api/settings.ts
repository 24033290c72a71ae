import { useQuery } from "@tanstack/vue-query";
import { addressOf } from "@/site";
import { answered, api, Unreachable, type Schemas } from "./client";

export type Setting = Schemas["SettingRow"];

/** What is in force; only for whoever may operate. */
export function useSettings(allowed: boolean) {
  return useQuery({
    queryKey: ["settings"],
    queryFn: () => answered(api.GET("/api/v1/settings")),
    enabled: allowed,
  });
}

/** How mail stands; only for whoever may operate. */
export function useMail() {
  return useQuery({ queryKey: ["mail"], queryFn: () => answered(api.GET("/api/v1/mail")) });
}

/** Sends one now; refused with the mail server's words. */
export const sendTestMail = (to: string) => answered(api.POST("/api/v1/mail/test", { body: { to } }));

export interface Health {
  status: string;
  checks: Record<string, string>;
}

/** Whether the machine is well; an answer of 503 says what is not. */
export function useHealth() {
  return useQuery({
    queryKey: ["health"],
    queryFn: async (): Promise<Health> => {
      const answer = await fetch(addressOf("/healthz"), { credentials: "same-origin" }).catch((broken: unknown) => {
        throw new Unreachable(String(broken));
      });
      const body: unknown = await answer.json().catch(() => null);
      if (body && typeof body === "object" && "checks" in body) return body as Health;
      throw new Unreachable(`HTTP ${answer.status}`);
    },
    refetchInterval: 60_000,
  });
}
