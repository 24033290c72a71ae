import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { answered, api, type Schemas } from "./client";
import { once } from "./act";

export type Proposal = Schemas["ProposalRow"];
export type ProposedAct = Schemas["ProposedActRow"];

/** 待批事项, newest first. */
export function useProposals() {
  return useQuery({
    queryKey: ["proposals"],
    queryFn: async () => (await answered(api.GET("/api/v1/proposals"))).proposals,
  });
}

/** What a unit disputes, and the office has not decided. */
export interface Dispute {
  id: string;
  unit: string;
  record: string;
  reason: string;
  by: string;
  at: string;
}

/**
 * Undecided disputes of the year: which there are, the blockers of the next stage say; what was
 * said, the ledger.
 */
export function useDisputes(year: () => number, enabled: () => boolean = () => true) {
  return useQuery({
    queryKey: ["disputes", computed(year)],
    queryFn: async (): Promise<Dispute[]> => {
      const path = { year: year() };
      const { blockers } = await answered(api.GET("/api/v1/cycles/{year}/blockers", { params: { path } }));
      const open = new Set(blockers.filter((one) => one.kind === "disputed").map((one) => one.about));
      if (open.size === 0) return [];
      const query = { kind: "dispute.raise", limit: 500 };
      const { entries } = await answered(api.GET("/api/v1/ledger", { params: { query } }));
      return entries.flatMap((entry) => {
        const body = entry.body as unknown as Omit<Dispute, "by" | "at">;
        if (!open.has(body.id)) return [];
        const { id, unit, record, reason } = body;
        return [{ id, unit, record, reason, by: entry.actor, at: entry.at }];
      });
    },
    enabled: computed(() => year() > 0 && enabled()),
  });
}

const decide = (id: string, remark: string, key: string) => ({
  params: { path: { id } },
  body: { remark } as never,
  ...once(key),
});

export const approveProposal = (key: string, id: string, remark: string) =>
  answered(api.POST("/api/v1/proposals/{id}/approval", decide(id, remark, key)));
export const refuseProposal = (key: string, id: string, remark: string) =>
  answered(api.POST("/api/v1/proposals/{id}/refusal", decide(id, remark, key)));
export const withdrawProposal = (key: string, id: string, remark: string) =>
  answered(api.POST("/api/v1/proposals/{id}/withdrawal", decide(id, remark, key)));

export const raiseDispute = (key: string, year: number, unit: string, record: string, reason: string) =>
  answered(
    api.POST("/api/v1/cycles/{year}/units/{unit}/disputes", {
      params: { path: { year, unit } },
      body: { record, reason },
      ...once(key),
    }),
  );

export const proposeDecision = (
  key: string, year: number, unit: string, dispute: string, upheld: boolean, decision: string,
) =>
  answered(
    api.POST("/api/v1/cycles/{year}/units/{unit}/disputes/{dispute}/decision", {
      params: { path: { year, unit, dispute } },
      body: { upheld, decision },
      ...once(key),
    }),
  );

/** 提请豁免 of a record. */
export const proposeRecordWaiver = (key: string, year: number, unit: string, record: string, reason: string) =>
  answered(
    api.POST("/api/v1/cycles/{year}/units/{unit}/waivers", {
      params: { path: { year, unit } },
      body: { record, reason },
      ...once(key),
    }),
  );
