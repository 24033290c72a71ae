import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { answered, api, type Schemas } from "./client";
import { once } from "./act";

export type Workbench = Schemas["WorkbenchAnswer"];
export type Obligation = Schemas["ObligationRow"];
export type Overview = Schemas["OverviewAnswer"];

/** docs/reference/result-format.md, schemas/result.schema.json: the sheet of one unit. */
export interface Deduction {
  /** What the rule says, and what was there to take. */
  points: number;
  applied: number;
  rule: string;
  clause: string;
  text: string;
  cause: { record?: string; obligation?: string; obligations?: string[] };
}
export interface SheetLine {
  indicator: string;
  name: string;
  points: number;
  score: number;
  lost: number;
  at_risk: number;
  not_occurred: boolean;
  deductions: Deduction[];
}
export interface SheetObligation {
  key: string;
  indicator: string;
  duty: string;
  name: string;
  record?: string;
  start: string;
  due: string | null;
  due_cause?: string;
  state: string;
  extended?: true;
  disputed?: true;
  carried_over?: true;
  can_be_lost?: true;
}
export interface Veto {
  record: string;
  text: string;
}
export interface UnitSheet {
  unit: string;
  name: string;
  kind: string;
  /** No result, and none of the members below. */
  ended?: true;
  total: number;
  computed_total: number;
  score_max: number;
  vetoed: boolean;
  vetoes?: Veto[];
  disputed_vetoes?: Veto[];
  lines: SheetLine[];
  obligations: SheetObligation[];
}
export interface SheetAnswer {
  year: number;
  policy: { id: string; version: string; digest: string };
  calendar: string;
  engine: string;
  as_of: string;
  last_entry: number;
  sheet: UnitSheet;
  left_out: { table: string; id: string; message: string }[];
}
/** Which sheet: as of when, by what was known when, or a frozen one by its entry. */
export interface SheetAsked {
  as_of?: string;
  knowledge?: Schemas["Knowledge"];
  frozen?: number;
}

const ofUnit = (year: number, unit: string) => ({ params: { path: { year, unit } } });

export function useWorkbench(year: () => number, unit: () => string) {
  return useQuery({
    queryKey: ["workbench", computed(year), computed(unit)],
    queryFn: () =>
      answered(api.GET("/api/v1/cycles/{year}/units/{unit}/workbench", ofUnit(year(), unit()))),
    enabled: computed(() => year() > 0 && unit() !== ""),
  });
}

export function useObligations(year: () => number, unit: () => string) {
  return useQuery({
    queryKey: ["obligations", computed(year), computed(unit)],
    queryFn: async () =>
      (
        await answered(
          api.GET("/api/v1/cycles/{year}/units/{unit}/obligations", ofUnit(year(), unit())),
        )
      ).obligations,
    enabled: computed(() => year() > 0 && unit() !== ""),
  });
}

/** A unit's sheet; the one before stays on show until the next is there. */
export function useSheet(year: () => number, unit: () => string, asked: () => SheetAsked = () => ({})) {
  return useQuery({
    queryKey: ["sheet", computed(year), computed(unit), computed(asked)],
    queryFn: async ({ signal }) => {
      const { frozen, as_of, knowledge } = asked();
      const path = { year: year(), unit: unit() };
      const answer = frozen
        ? api.GET("/api/v1/cycles/{year}/units/{unit}/sheets/{entry}", {
            params: { path: { ...path, entry: frozen } }, signal,
          })
        : api.GET("/api/v1/cycles/{year}/units/{unit}/sheet", {
            params: { path, query: as_of ? { as_of, knowledge } : {} }, signal,
          });
      return (await answered(answer)) as SheetAnswer;
    },
    placeholderData: (before, query) => (query?.queryKey[2] === unit() ? before : undefined),
    enabled: computed(() => year() > 0 && unit() !== ""),
  });
}

/** 假如现在报送并通过: what it would change, by itself or with which others. */
export function useIfAccepted(year: () => number, unit: () => string, obligation: () => string) {
  return useQuery({
    queryKey: ["if-accepted", computed(year), computed(unit), computed(obligation)],
    queryFn: () =>
      answered(
        api.GET("/api/v1/cycles/{year}/units/{unit}/if-accepted", {
          params: { path: { year: year(), unit: unit() }, query: { obligation: obligation() } },
        }),
      ),
    enabled: computed(() => year() > 0 && unit() !== "" && obligation() !== ""),
  });
}

/** 期限的由来, day by day. */
export function useDeadline(year: () => number, unit: () => string, key: () => string, enabled: () => boolean) {
  return useQuery({
    queryKey: ["deadline", computed(year), computed(unit), computed(key)],
    queryFn: () =>
      answered(
        api.GET("/api/v1/cycles/{year}/units/{unit}/deadline", {
          params: { path: { year: year(), unit: unit() }, query: { obligation: key() } },
        }),
      ),
    enabled: computed(() => year() > 0 && unit() !== "" && enabled()),
  });
}

export function useOverview(year: () => number) {
  return useQuery({
    queryKey: ["overview", computed(year)],
    queryFn: () =>
      answered(api.GET("/api/v1/cycles/{year}/overview", { params: { path: { year: year() } } })),
    enabled: computed(() => year() > 0),
    // That a unit has opened a task is no entry, and nothing tells of it.
    refetchInterval: 60_000,
  });
}

/** 已知悉. */
export const openObligation = (key: string, year: number, unit: string, obligation: string) =>
  answered(
    api.POST("/api/v1/cycles/{year}/units/{unit}/opened", {
      ...ofUnit(year, unit),
      body: { obligation } as never,
      ...once(key),
    }),
  );
