import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { answered, api, type Schemas } from "./client";
import { once } from "./act";

export type Calendar = Schemas["CalendarRow"];
export type MovedDue = Schemas["MovedDue"];
export type LostWork = Schemas["LostWork"];
export type DueStep = Schemas["DeadlineWayStep"];

export function useCalendars() {
  return useQuery({
    queryKey: ["calendars"],
    queryFn: async () => (await answered(api.GET("/api/v1/calendars"))).calendars,
    staleTime: 300_000,
  });
}

/** One of the three forms a deadline has. */
export interface DueAsked {
  from: string;
  form: "workdays" | "days" | "hours";
  count: number;
}

/** 期限计算: day by day, as the server counts. */
export function useDue(asked: () => DueAsked) {
  return useQuery({
    queryKey: ["calendars", "due", computed(asked)],
    queryFn: ({ signal }) => {
      const { from, form, count } = asked();
      return answered(api.GET("/api/v1/calendars/due", { params: { query: { from, [form]: count } }, signal }));
    },
    enabled: computed(() => asked().from !== ""),
    placeholderData: keepPreviousData,
  });
}

/** Whether a day is a workday, and which one comes next. */
export function useDay(date: () => string) {
  return useQuery({
    queryKey: ["calendars", "day", computed(date)],
    queryFn: () => answered(api.GET("/api/v1/calendars/days/{date}", { params: { path: { date: date() } } })),
    enabled: computed(() => /^\d{4}-\d{2}-\d{2}$/.test(date())),
    staleTime: 300_000,
  });
}

export type CalendarAdded = Schemas["AddCalendarAnswer"];

/** A year's calendar, YAML or what holiday-cn publishes: what it would move, then with the list's code. */
export const addCalendar = (key: string, text: string, seen?: { moves: string; reason: string }) =>
  answered(api.POST("/api/v1/calendars", { body: { text, ...(seen ?? { check_only: true }) }, ...once(key) }));
