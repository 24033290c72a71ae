import { computed } from "vue";
import { useCalendars } from "@/api/calendars";
import { useCycles } from "@/api/cycles";
import { useSchoolPolicy } from "@/api/imports";
import { useAccounts, usePosts } from "@/api/people";
import { usePolicies } from "@/api/policies";
import { useUnits } from "@/api/units";
import { dateIn } from "@/parts/schoolTime";

export type StepId = "policy" | "units" | "calendar" | "year" | "start" | "next";
export const stepIds: StepId[] = ["policy", "units", "calendar", "year", "start", "next"];

/** What there is of a school, and so which step is done. */
export function useSteps() {
  const policies = usePolicies();
  const policy = useSchoolPolicy();
  const units = useUnits();
  const posts = usePosts();
  const accounts = useAccounts();
  const calendars = useCalendars();
  const { cycles, cycle: shown, ...cyclesQuery } = useCycles();
  const today = dateIn(0);

  /** The year at issue: one in preparation, else that on show. */
  const cycle = computed(() => cycles.value.find((one) => one.stage === "preparing") ?? shown.value);
  const year = computed(() => cycle.value?.year ?? Number(today.slice(0, 4)));
  const living = computed(() => (units.data.value ?? []).filter((unit) => !unit.to || unit.to >= today));
  const held = computed(() => (posts.data.value ?? []).filter((post) => !post.to || post.to >= today));
  const covered = computed(() => (calendars.data.value ?? []).map((one) => one.year).sort());
  const done = computed<Record<StepId, boolean>>(() => ({
    policy: (policies.data.value ?? []).length > 0,
    units: living.value.length > 0 && held.value.length > 0,
    calendar: covered.value.includes(year.value),
    year: !!cycle.value,
    start: !!cycle.value && cycle.value.stage !== "preparing",
    next: false,
  }));
  const count = computed(() => stepIds.filter((id) => done.value[id]).length);
  const next = computed(() => stepIds.find((id) => !done.value[id]) ?? "next");

  const queries = [policies, units, posts, accounts, calendars, cyclesQuery];
  return {
    policies: computed(() => policies.data.value ?? []),
    policy: policy.data,
    units: living,
    allUnits: computed(() => units.data.value ?? []),
    posts: held,
    accounts: computed(() => accounts.data.value ?? []),
    covered,
    cycle,
    year,
    done,
    count,
    next,
    isPending: computed(() => policy.isPending.value || queries.some((one) => one.isPending.value)),
    error: computed(() => queries.map((one) => one.error.value).find((one) => one) ?? policy.error.value),
    retry: () => Promise.all([...queries.map((one) => one.refetch()), policy.refetch()]),
  };
}
