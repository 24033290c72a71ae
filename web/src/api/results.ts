import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { once } from "./act";
import { answered, api, type Schemas } from "./client";

export type Feedback = Schemas["FeedbackAnswer"];
export type ComparedLine = Schemas["ComparedLine"];
export type Objection = Schemas["ObjectionRow"];
export type Outcome = Schemas["Outcome"];
export type Results = Schemas["ResultsAnswer"];
export type Result = Schemas["ResultRow"];
export type Published = Schemas["PublishedAnswer"];
export type Publication = Schemas["Publication"];
export type SelfCheckLine = Schemas["SelfCheckRow"];
export type Declared = Schemas["Declared"];

const unitPath = (key: string, year: number, unit: string) => ({ params: { path: { year, unit } }, ...once(key) });
const yearPath = (key: string, year: number) => ({ params: { path: { year } }, ...once(key) });

/** 反馈: a unit's word on its initial sheet, beside the sheet as it stands. */
export function useFeedback(year: () => number, unit: () => string) {
  return useQuery({
    queryKey: ["feedback", computed(year), computed(unit)],
    queryFn: () => answered(api.GET("/api/v1/cycles/{year}/units/{unit}/feedback", { params: { path: { year: year(), unit: unit() } } })),
    enabled: computed(() => year() > 0 && unit() !== ""),
  });
}

/** `entry`: the version that was read. */
export const prepareFeedback = (key: string, year: number, unit: string, body: {
  objections: { indicator: string; reason: string; files: { digest: string; name: string }[] }[];
  note: string;
  entry: number;
}) => answered(api.PUT("/api/v1/cycles/{year}/units/{unit}/feedback", { ...unitPath(key, year, unit), body }));
export const signFeedback = (key: string, year: number, unit: string, entry: number) =>
  answered(api.POST("/api/v1/cycles/{year}/units/{unit}/feedback/sign", { ...unitPath(key, year, unit), body: { entry } }));
export const takeBackFeedback = (key: string, year: number, unit: string, entry: number) =>
  answered(api.POST("/api/v1/cycles/{year}/units/{unit}/feedback/take-back", { ...unitPath(key, year, unit), body: { entry } }));

/** 异议: of all units, with what is needed to answer them. */
export function useObjections(year: () => number) {
  return useQuery({
    queryKey: ["objections", computed(year)],
    queryFn: () => answered(api.GET("/api/v1/cycles/{year}/objections", { params: { path: { year: year() } } })),
    enabled: computed(() => year() > 0),
  });
}

export const answerObjection = (key: string, year: number, unit: string, indicator: string, body: {
  outcome: Outcome;
  reason: string;
  entry: number;
}) =>
  answered(api.PUT("/api/v1/cycles/{year}/units/{unit}/objections/{indicator}/answer", {
    params: { path: { year, unit, indicator } }, body, ...once(key),
  }));

/** 年度结果: every unit's year on one page. */
export function useResults(year: () => number) {
  return useQuery({
    queryKey: ["results", computed(year)],
    queryFn: () => answered(api.GET("/api/v1/cycles/{year}/results", { params: { path: { year: year() } } })),
    enabled: computed(() => year() > 0),
    placeholderData: keepPreviousData,
  });
}

/** 历年对比: this year beside those before it whose result is made. */
export function useYears(year: () => number) {
  return useQuery({
    queryKey: ["years", computed(year)],
    queryFn: () => answered(api.GET("/api/v1/cycles/{year}/years", { params: { path: { year: year() } } })),
    enabled: computed(() => year() > 0),
  });
}

export const comment = (key: string, year: number, about: string, text: string) =>
  answered(api.POST("/api/v1/cycles/{year}/comments", { ...yearPath(key, year), body: { about, text } }));

/** The leading group's step. */
export const decideResult = (key: string, year: number, body: { to: Schemas["Stage"]; number: string; date: string; remark: string }) =>
  answered(api.POST("/api/v1/cycles/{year}/resolution", { ...yearPath(key, year), body }));

/** What is published: to whoever is logged in, or to anybody. */
export function usePublished(year: () => number, anybody: () => boolean) {
  return useQuery({
    queryKey: ["published", computed(year), computed(anybody)],
    queryFn: () => {
      const params = { path: { year: year() } };
      return anybody()
        ? answered(api.GET("/api/v1/public/cycles/{year}", { params }))
        : answered(api.GET("/api/v1/cycles/{year}/published", { params }));
    },
    enabled: computed(() => year() > 0),
    retry: false,
  });
}

/** 核验: what the ledger knows of a printed sheet's digest. */
export function useVerified(digest: () => string) {
  return useQuery({
    queryKey: ["verified", computed(digest)],
    queryFn: () => answered(api.GET("/api/v1/public/sheets/{digest}", { params: { path: { digest: digest() } } })),
    enabled: computed(() => digest() !== ""),
  });
}

/** 自查: what the unit says of itself beside what is computed. */
export function useSelfCheck(year: () => number, unit: () => string) {
  return useQuery({
    queryKey: ["self-check", computed(year), computed(unit)],
    queryFn: () => answered(api.GET("/api/v1/cycles/{year}/units/{unit}/self-check", { params: { path: { year: year(), unit: unit() } } })),
    enabled: computed(() => year() > 0 && unit() !== ""),
  });
}

export const declareSelfCheck = (key: string, year: number, unit: string, lines: {
  indicator: string;
  declared: Declared;
  remark: string;
  files: { digest: string; name: string }[];
}[]) => answered(api.POST("/api/v1/cycles/{year}/units/{unit}/self-check", { ...unitPath(key, year, unit), body: { lines } }));

/** 上年结转. */
export function useCarryOver(year: () => number) {
  return useQuery({
    queryKey: ["carry-over", computed(year)],
    queryFn: () => answered(api.GET("/api/v1/cycles/{year}/carry-over", { params: { path: { year: year() } } })),
    enabled: computed(() => year() > 0),
  });
}
export const carryOver = (key: string, year: number, records: string[]) =>
  answered(api.POST("/api/v1/cycles/{year}/carry-over", { ...yearPath(key, year), body: { records } }));

/** 假如: a changed policy on the year's facts. */
export const tryPolicy = (year: number, text: string) =>
  answered(api.POST("/api/v1/cycles/{year}/policy-trial", { params: { path: { year } }, body: { text } }));
