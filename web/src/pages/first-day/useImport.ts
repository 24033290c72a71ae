import { computed, ref, shallowRef, watch } from "vue";
import { useI18n } from "vue-i18n";
import { useAct } from "@/api/act";
import { ProblemError, Unreachable, type FieldError } from "@/api/client";
import { drafts } from "@/api/drafts";
import { importUnits, type Imported, type ImportUnits } from "@/api/imports";
import type { Policy } from "@/api/policies";
import { everythingChanged } from "@/api/query";
import type { Unit } from "@/api/units";
import { NotASpreadsheet, readSpreadsheet, type SpreadsheetFault } from "@/parts/spreadsheets";
import { columnsOf, type Say } from "./columns";
import { readSheets, type Fault, type Reading } from "./reading";
import { faultAt, requestOf, withoutUnreadable, type Request } from "./request";

const KEPT = "unit-import";

/** From a chosen file to what is written: read here, judged by the server, written at once. */
export function useImport(policy: () => Policy, units: () => Unit[]) {
  const { t, locale } = useI18n();
  const say: Say = (key, language, named = {}) => (language ? t(key, named, { locale: language }) : t(key, named));
  const columns = computed(() => columnsOf(policy(), say));

  const reading = shallowRef<Reading | null>(null);
  const phase = ref<"" | "reading" | "checking">("");
  const refused = ref<SpreadsheetFault | "noSheets" | "nothing" | "">("");
  /** Of a file that was not taken: what there is in it. */
  const seen = ref<string[]>([]);
  /** What the server says would be done; null while anything is wrong. */
  const plan = shallowRef<Imported | null>(null);
  const faults = shallowRef<Fault[]>([]);
  const error = shallowRef<unknown>(null);
  const done = shallowRef<Imported | null>(null);

  const write = useAct((_key: string, body: ImportUnits) => importUnits(body));

  const request = (): Request =>
    requestOf(reading.value!, columns.value, new Map(units().map((unit) => [unit.name, unit.id])));
  const words = (one: FieldError) => (locale.value === "en" && one.english ? one.english : one.message);
  const ask = async (body: Request) => {
    try {
      return { answer: await importUnits({ ...body, check_only: true } as unknown as ImportUnits), errors: [] };
    } catch (problem) {
      if (problem instanceof ProblemError && problem.fields.length) return { answer: null, errors: problem.fields, problem };
      throw problem;
    }
  };

  async function check(): Promise<void> {
    const now = reading.value;
    if (!now) return;
    plan.value = null;
    error.value = null;
    faults.value = now.faults;
    if (now.faults.length) return;
    phase.value = "checking";
    try {
      const body = request();
      const first = await ask(body);
      const second = first.errors.length ? withoutUnreadable(body, first.errors) : undefined;
      const more = second ? (await ask(second)).errors : [];
      if (reading.value !== now) return;
      const known = new Set(first.errors.map((one) => one.pointer));
      const all = [...first.errors, ...more.filter((one) => !known.has(one.pointer))];
      const placed = all.map((one) => faultAt(one, words(one), now, columns.value, say, units()));
      faults.value = placed.filter((one) => one !== undefined).sort((a, b) => b.sheet.localeCompare(a.sheet) || a.row - b.row);
      if (placed.includes(undefined)) error.value = first.problem;
      plan.value = first.answer;
    } catch (problem) {
      error.value = problem;
    } finally {
      phase.value = "";
    }
  }

  async function choose(file: File): Promise<void> {
    refused.value = "";
    seen.value = [];
    done.value = null;
    phase.value = "reading";
    try {
      const found = await readSpreadsheet(file);
      const read = readSheets(file.name, found, columns.value, say);
      seen.value = [...found.map((sheet) => sheet.name + (sheet.marks?.hidden ? say("firstDay.told.isHidden") : "")), ...read.warnings.map((one) => one.what)];
      if (read.faults.length) refused.value = "";
      else if (!read.sheets.units && !read.sheets.posts) refused.value = "noSheets";
      else if (![read.sheets.units, read.sheets.posts].some((sheet) => sheet?.rows.length)) refused.value = "nothing";
      if (refused.value) return;
      reading.value = read;
      drafts.put(KEPT, JSON.stringify(read));
    } catch (problem) {
      refused.value = problem instanceof NotASpreadsheet ? problem.fault : "broken";
      return;
    } finally {
      phase.value = "";
    }
    await check();
  }
  function forget(): void {
    reading.value = null;
    plan.value = null;
    faults.value = [];
    error.value = null;
    refused.value = "";
    write.error.value = null;
    drafts.drop(KEPT);
  }

  async function writeAll(): Promise<void> {
    lost.value = false;
    const answer = await write.act({ ...request(), check_only: false } as unknown as ImportUnits);
    if (!answer) return;
    done.value = answer;
    forget();
  }
  /** No answer came: written or not, what is there tells. */
  const lost = ref(false);
  watch(write.error, (problem) => {
    lost.value = problem instanceof Unreachable;
    if (lost.value) void everythingChanged();
    // What somebody else changed meanwhile is told like any other fault.
    if (problem instanceof ProblemError && problem.fields.length) void check();
  });
  const writtenAfterAll = computed(() => {
    const codes = (reading.value?.sheets.units?.rows ?? []).map(({ cells }) => cells["id"]);
    const known = new Set(units().map((unit) => unit.id));
    return lost.value && codes.length > 0 && codes.every((code) => known.has(code ?? ""));
  });

  const kept = drafts.get(KEPT);
  if (kept) {
    try {
      reading.value = JSON.parse(kept) as Reading;
      void check();
    } catch {
      drafts.drop(KEPT);
    }
  }
  return { columns, say, reading, phase, refused, seen, plan, faults, error, done, lost, writtenAfterAll, choose, forget, writeAll, write };
}
