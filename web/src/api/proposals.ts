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

/** What a unit disputes. */
export type Dispute = Schemas["DisputeRow"];

/** Those of the year that wait for a decision. */
export function useDisputes(year: () => number, enabled: () => boolean = () => true) {
  return useQuery({
    queryKey: ["disputes", computed(year)],
    queryFn: async () => {
      const params = { path: { year: year() } };
      const { disputes } = await answered(api.GET("/api/v1/cycles/{year}/disputes", { params }));
      return disputes.filter((one) => one.awaits_decision);
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
