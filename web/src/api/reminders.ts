import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { answered, api, type Schemas } from "./client";

/** A task for which somebody should be spoken to, and why: the server says. */
export type Reminder = Schemas["ReminderRow"];
export type RemindedFor = Schemas["RemindedFor"];

/** Of the whole school; what is due counts when it is so within `days`. */
export function useReminders(year: () => number, days: () => number) {
  return useQuery({
    queryKey: ["reminders", computed(year), computed(days)],
    queryFn: async () => {
      const params = { path: { year: year() }, query: { days: days() } };
      return (await answered(api.GET("/api/v1/cycles/{year}/reminders", { params }))).reminders;
    },
    enabled: computed(() => year() > 0),
    placeholderData: (before) => before,
  });
}

/** By unit, in the order they came. */
export function byUnit(rows: Reminder[]): Map<string, Reminder[]> {
  const units = new Map<string, Reminder[]>();
  for (const row of rows) units.set(row.obligation.unit, [...(units.get(row.obligation.unit) ?? []), row]);
  return units;
}
