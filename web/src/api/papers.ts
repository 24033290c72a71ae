import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { answered, api, problemOf, sessionEnded, Unreachable, type Schemas } from "./client";

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

function pathOf(asked: PaperAsked): string {
  const of = asked.unit ? `/units/${encodeURIComponent(asked.unit)}` : "";
  const query = new URLSearchParams({ format: asked.format });
  if (asked.number) query.set("number", asked.number);
  return `/api/v1/cycles/${asked.year}${of}/papers/${asked.paper}?${query.toString()}`;
}

/** The name that the server gives a file (RFC 8187). */
function nameIn(disposition: string | null): string {
  const named = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? "");
  return named ? decodeURIComponent(named[1]!) : "shouze";
}

export async function fetchPaper(asked: PaperAsked): Promise<{ blob: Blob; name: string }> {
  let response: Response;
  try {
    response = await fetch(pathOf(asked));
  } catch (error) {
    throw new Unreachable(String(error));
  }
  if (response.status === 401) sessionEnded.dispatchEvent(new Event("ended"));
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null));
  return { blob: await response.blob(), name: nameIn(response.headers.get("Content-Disposition")) };
}
