import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { answered, api, type Schemas } from "./client";
import { once } from "./act";
import { useSession } from "./session";

export type RecordRow = Schemas["RecordRow"];
export type RecordAnswer = Schemas["RecordAnswer"];
/** A field's value as the API writes it; by unit code where units differ. */
export type FieldValue = string | number | boolean | Record<string, number>;
export type FieldValues = Record<string, FieldValue>;

/** 台账 of the year: of one unit, or with unit "" of the school. */
export function useRecords(year: () => number, unit: () => string, enabled: () => boolean = () => true) {
  const { may, ownUnits } = useSession();
  /** Else titles alone: what the fields say is for those who work on it. */
  const whole = computed(() => may("read_details") || (unit() !== "" && ownUnits.value.includes(unit())));
  return useQuery({
    queryKey: ["records", computed(year), computed(unit), whole],
    queryFn: async () => {
      const ofUnit = { params: { path: { year: year(), unit: unit() } } };
      const ofSchool = { params: { path: { year: year() } } };
      const asked = whole.value
        ? unit()
          ? api.GET("/api/v1/cycles/{year}/units/{unit}/records", ofUnit)
          : api.GET("/api/v1/cycles/{year}/records", ofSchool)
        : unit()
          ? api.GET("/api/v1/cycles/{year}/units/{unit}/record-titles", ofUnit)
          : api.GET("/api/v1/cycles/{year}/record-titles", ofSchool);
      return (await answered(asked)).records;
    },
    enabled: computed(() => year() > 0 && enabled()),
  });
}

/** One record whole, for whoever sees titles alone; the reason is kept. */
export const askDetails = (key: string, year: number, id: string, reason: string) =>
  answered(api.POST("/api/v1/records/{id}/details", { params: { path: { id } }, body: { year, reason }, ...once(key) }));

export interface RegisterBody {
  kind: string;
  units: string[];
  all_units: boolean;
  at: string;
  fields: FieldValues;
  reason: string;
}

export const registerRecord = (key: string, body: RegisterBody) =>
  answered(api.POST("/api/v1/records", { body: body as never, ...once(key) }));

export type Preview = Schemas["PreviewRecordAnswer"];

export type PreviewBody = Omit<RegisterBody, "all_units" | "reason"> & { id?: string };

/** What a record that is being filled in would meet with; `unit`: of its own, empty: the school's. */
export function usePreview(asked: () => PreviewBody | null, unit: () => string) {
  return useQuery({
    queryKey: ["record-preview", computed(unit), computed(asked)],
    queryFn: ({ signal }) => {
      const { kind, units, at, fields, id } = asked()!;
      return answered(unit()
        ? api.POST("/api/v1/units/{unit}/records/preview", { params: { path: { unit: unit() } }, body: { kind, at, fields } as never, signal })
        : api.POST("/api/v1/records/preview", { body: { kind, units, at, fields, ...(id ? { id } : {}) } as never, signal }));
    },
    enabled: computed(() => asked() !== null),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** By a unit about itself. */
export const registerOwnRecord = (key: string, unit: string, body: RegisterBody) =>
  answered(
    api.POST("/api/v1/units/{unit}/records", {
      params: { path: { unit } },
      body: { kind: body.kind, at: body.at, fields: body.fields, reason: body.reason } as never,
      ...once(key),
    }),
  );

export const correctRecord = (
  key: string, id: string, body: Pick<RegisterBody, "units" | "at" | "fields" | "reason">,
) => answered(api.PUT("/api/v1/records/{id}", { params: { path: { id } }, body: body as never, ...once(key) }));

/** `document`: needed to undo a veto. */
export const withdrawRecord = (key: string, id: string, reason: string, document: string) =>
  answered(
    api.POST("/api/v1/records/{id}/withdrawal", { params: { path: { id } }, body: { reason, ...(document ? { document } : {}) }, ...once(key) }),
  );
