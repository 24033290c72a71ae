import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { addressOf } from "@/site";
import { answered, api, type Schemas } from "./client";

export type Inspection = Schemas["Inspection"];

/** 迎检材料 of a year that one may have; asked again while one is being packed. */
export function useInspections(year: () => number, wanted: () => boolean) {
  return useQuery({
    queryKey: ["inspections", computed(year)],
    queryFn: () => answered(api.GET("/api/v1/cycles/{year}/inspections", { params: { path: { year: year() } } })),
    enabled: computed(() => year() > 0 && wanted()),
    refetchInterval: (query) => (query.state.data?.inspections.some((one) => one.state === "waiting" || one.state === "running") ? 1000 : false),
  });
}

/** Begins one; of the school where `unit` is empty. Asked twice it is the same one. */
export const beginInspection = (year: number, unit: string) =>
  unit
    ? answered(api.POST("/api/v1/cycles/{year}/units/{unit}/inspection", { params: { path: { year, unit } } }))
    : answered(api.POST("/api/v1/cycles/{year}/inspection", { params: { path: { year } } }));

/** Navigated to: the browser saves it, and goes on after a lost connection. */
export const inspectionAddress = (id: string) => addressOf(`/api/v1/inspections/${id}/file`);
