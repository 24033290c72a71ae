import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { addressOf } from "@/site";
import { answered, api, type Schemas } from "./client";

export type PaperFormat = Schemas["PaperFormat"];
export type UnitPaper = Schemas["UnitPaper"];
export type SchoolPaper = Schemas["SchoolPaper"];

/** 评价表: a unit's sheet in the form's own words, with the digest it is verified by once it is published. */
export function useScoreForm(year: () => number, unit: () => string, wanted: () => boolean) {
  return useQuery({
    queryKey: ["score-form", computed(year), computed(unit)],
    queryFn: () => answered(api.GET("/api/v1/cycles/{year}/units/{unit}/form", {
      params: { path: { year: year(), unit: unit() }, query: { of: "standing" } },
    })),
    enabled: computed(() => year() > 0 && unit() !== "" && wanted()),
  });
}

/** Which paper, of a unit or (unit: "") of the school. */
export interface PaperAsked {
  year: number;
  unit: string;
  paper: UnitPaper | SchoolPaper;
  format: PaperFormat;
  number: string;
}

/** Where it is had from, as an attachment. */
export function paperAddress(asked: PaperAsked): string {
  const of = asked.unit ? `/units/${encodeURIComponent(asked.unit)}` : "";
  const query = new URLSearchParams({ format: asked.format });
  if (asked.number) query.set("number", asked.number);
  return addressOf(`/api/v1/cycles/${asked.year}${of}/papers/${asked.paper}?${query.toString()}`);
}
