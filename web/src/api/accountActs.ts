import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { once } from "./act";
import { answered, api, type Schemas } from "./client";
import { useSession } from "./session";

export type AccountAct = Schemas["AccountActRow"];

/** 账号事项, newest first; of whoever may approve them. They are no facts of the ledger, whose changes are told. */
export function useAccountActs() {
  const { may } = useSession();
  return useQuery({
    queryKey: ["account-acts"],
    queryFn: async () => (await answered(api.GET("/api/v1/account-acts"))).acts,
    enabled: computed(() => may("approve_accounts")),
    refetchInterval: 60_000,
  });
}

const decide = (id: string, remark: string, key: string) => ({
  params: { path: { id } },
  body: { remark },
  ...once(key),
});

export const approveAccountAct = (key: string, id: string, remark: string) =>
  answered(api.POST("/api/v1/account-acts/{id}/approval", decide(id, remark, key)));
export const refuseAccountAct = (key: string, id: string, remark: string) =>
  answered(api.POST("/api/v1/account-acts/{id}/refusal", decide(id, remark, key)));
export const withdrawAccountAct = (key: string, id: string, remark: string) =>
  answered(api.POST("/api/v1/account-acts/{id}/withdrawal", decide(id, remark, key)));
