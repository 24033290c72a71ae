import type { Schemas } from "@/api/client";

type Given = Schemas["FeedbackRow"];
/** What is written of one line; `kept`: files that were handed in with it before. */
export interface Written {
  reason: string;
  files: { digest: string; name: string }[];
  kept: { digest: string; name: string }[];
}
export interface Form {
  objections: Record<string, Written>;
  note: string;
}

export function emptyForm(given: Given | null): Form {
  const objections: Form["objections"] = {};
  for (const one of given?.objections ?? []) {
    objections[one.indicator] = { reason: one.reason, files: [], kept: one.files.map(({ digest, name }) => ({ digest, name })) };
  }
  return { objections, note: given?.note ?? "" };
}

export function requestOf(form: Form, entry: number) {
  const objections = Object.entries(form.objections).map(([indicator, one]) => ({
    indicator,
    reason: one.reason.trim(),
    files: [...one.kept, ...one.files],
  }));
  return { objections, note: form.note.trim(), entry };
}

/** Whether the form says what was given. */
export function sameAs(form: Form, given: Given | null): boolean {
  return JSON.stringify(requestOf(form, 0)) === JSON.stringify(requestOf(emptyForm(given), 0));
}
