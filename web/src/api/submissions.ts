import { answered, api, type Schemas } from "./client";
import { once } from "./act";

export type HandInAnswer = Schemas["HandInAnswer"];
export type Submission = Schemas["SubmissionRow"];
export interface HandedFile {
  name: string;
  digest: string;
}

const ofUnit = (key: string, year: number, unit: string) => ({
  params: { path: { year, unit } },
  ...once(key),
});

/** 报送, for one or several obligations at once. */
export const handIn = (
  key: string, year: number, unit: string,
  body: { obligations: string[]; files: HandedFile[]; note: string },
) => answered(api.POST("/api/v1/cycles/{year}/units/{unit}/submissions", { ...ofUnit(key, year, unit), body }));

/** 撤回, while it is not reviewed. */
export const takeBack = (key: string, unit: string, id: string, reason: string) =>
  answered(
    api.POST("/api/v1/units/{unit}/submissions/{id}/withdrawal", {
      params: { path: { unit, id } },
      body: { reason },
      ...once(key),
    }),
  );

/** 代为报送: what a unit brought on paper. */
export const enterReceived = (
  key: string, year: number, unit: string,
  body: { obligations: string[]; files: HandedFile[]; received_at: string; reason: string; accepted: boolean },
) => answered(api.POST("/api/v1/cycles/{year}/units/{unit}/received", { ...ofUnit(key, year, unit), body }));

/** 提请豁免 of one obligation. */
export const proposeWaiver = (key: string, year: number, unit: string, obligation: string, reason: string) =>
  answered(
    api.POST("/api/v1/cycles/{year}/units/{unit}/waivers", {
      ...ofUnit(key, year, unit),
      body: { obligation, reason },
    }),
  );

/** 提请延期. */
export const proposeExtension = (
  key: string, year: number, unit: string, body: { obligation: string; until: string; reason: string },
) => answered(api.POST("/api/v1/cycles/{year}/units/{unit}/extensions", { ...ofUnit(key, year, unit), body }));
