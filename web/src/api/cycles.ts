import { useQuery } from "@tanstack/vue-query";
import { computed, ref, watch } from "vue";
import { answered, api, type Schemas } from "./client";
import { once } from "./act";
import { queries } from "./query";

export type Cycle = Schemas["CycleRow"];
export type Stage = Schemas["Stage"];

/** The year that pages show; 0: not known yet. Kept for this tab. */
const chosen = ref(Number(sessionStorage.getItem("year") ?? 0));
watch(chosen, (year) => sessionStorage.setItem("year", String(year)));

const years = {
  queryKey: ["cycles"],
  queryFn: async () => (await answered(api.GET("/api/v1/cycles"))).cycles,
};

/** Asked for before any page is there to ask. */
export const fetchCyclesAhead = () => queries.prefetchQuery({ ...years, retry: false });

/** False: it is known that there is no year yet. */
export const haveYear = () =>
  queries.fetchQuery({ ...years, retry: false }).then((found) => found.length > 0, () => true);

export function useCycles() {
  const query = useQuery(years);
  const cycles = computed(() => [...(query.data.value ?? [])].sort((a, b) => b.year - a.year));
  const cycle = computed(
    () =>
      cycles.value.find((one) => one.year === chosen.value) ??
      cycles.value.find((one) => one.stage !== "preparing" && one.stage !== "archived") ??
      cycles.value[0],
  );
  return {
    ...query,
    cycles,
    cycle,
    /** The school has no year yet. */
    none: computed(() => query.isSuccess.value && cycles.value.length === 0),
    year: computed(() => cycle.value?.year ?? 0),
    choose: (year: number) => (chosen.value = year),
  };
}

export function useBlockers(year: () => number) {
  return useQuery({
    queryKey: ["blockers", computed(year)],
    queryFn: () => answered(api.GET("/api/v1/cycles/{year}/blockers", { params: { path: { year: year() } } })),
    enabled: computed(() => year() > 0),
  });
}

export const enterStage = (key: string, year: number, body: object) =>
  answered(api.POST("/api/v1/cycles/{year}/stage", { params: { path: { year } }, body: body as never, ...once(key) }));

/** Another last day for the units' word. */
export const changeConfirm = (key: string, year: number, confirm_on: string, reason: string) =>
  answered(api.PUT("/api/v1/cycles/{year}/confirm-until", { params: { path: { year } }, body: { confirm_on, reason }, ...once(key) }));

/** 新建考核年度: pins the policy and all calendars there are. */
export const prepareCycle = (key: string, year: number, policy: string, dates: Record<string, string>) =>
  answered(api.POST("/api/v1/cycles/{year}", { params: { path: { year } }, body: { policy, dates }, ...once(key) }));

/** The named dates in place of those before. */
export const changeCycle = (key: string, year: number, dates: Record<string, string>, reason: string) =>
  answered(api.PUT("/api/v1/cycles/{year}", { params: { path: { year } }, body: { dates, reason }, ...once(key) }));
