import type { Indicator, Policy, RecordKind } from "@/api/policies";
import type { Role } from "@/api/session";

export type Field = RecordKind["fields"][number];
export type Duty = Indicator["duties"][number];
export type Rule = Indicator["rules"][number];

/** In whose name somebody registers a kind: the school's, their own unit's, or not at all. */
export function registers(kind: RecordKind, roles: Set<Role>, ownUnits: string[]): "school" | "unit" | null {
  if (kind.registered_by.some((by) => (by === "office" || by === "centre") && roles.has(by))) return "school";
  return kind.registered_by.includes("unit") && ownUnits.length > 0 ? "unit" : null;
}

/** A kind of which every record begins at midnight of its day. */
export const byDay = (kind: RecordKind) => /(^|\D)0?0:00$/.test(kind.at_means);

/** The indicators that a kind has to do with: it costs points there, or fulfils something. */
export function concerns(kind: RecordKind, indicators: Indicator[]): Indicator[] {
  return indicators.filter(
    (one) => kind.indicators.includes(one.id) || one.duties.some((duty) => duty.met_by_kind === kind.id),
  );
}

export interface KindGroup {
  name: string;
  kinds: RecordKind[];
}

/** The kinds in the policy's order of aspects; what concerns none (a veto) last. */
export function groupsOf(policy: Policy, kinds: RecordKind[], rest: string): KindGroup[] {
  const left = new Set(kinds);
  const groups = policy.aspects.map((aspect) => {
    const mine = kinds.filter((kind) => left.has(kind) && concerns(kind, aspect.indicators).length > 0);
    mine.forEach((kind) => left.delete(kind));
    return { name: aspect.name, kinds: mine };
  });
  return [...groups, { name: rest, kinds: [...left] }].filter((group) => group.kinds.length > 0);
}

type Condition = Duty["when"][number];

export interface Effects {
  /** Tasks that come of it, each with what stands in its way now: a blank date, a condition. */
  duties: { duty: Duty; indicator: Indicator; blank: string; unmet: string }[];
  /** Points that it, or missing its tasks, takes off. */
  rules: { rule: Rule; indicator: Indicator; atOnce: boolean }[];
  /** What it counts towards. */
  fulfils: { duty: Duty; indicator: Indicator }[];
}

/** What the policy says will come of a record, given the fields as they are written. */
export function effectsOf(kind: RecordKind, indicators: Indicator[], written: Record<string, string>): Effects {
  const holds = (one: Condition) => one.values.includes(written[one.field] ?? "");
  const nameOf = (field: string) => kind.fields.find((one) => one.id === field)?.name ?? field;
  const effects: Effects = { duties: [], rules: [], fulfils: [] };
  for (const indicator of indicators) {
    for (const duty of indicator.duties) {
      if (duty.met_by_kind === kind.id) effects.fulfils.push({ duty, indicator });
      if (!kind.duties.includes(duty.key)) continue;
      const unmet = duty.when.find((one) => !holds(one));
      const blank = duty.field && !written[duty.field] ? nameOf(duty.field) : "";
      effects.duties.push({ duty, indicator, blank, unmet: unmet ? nameOf(unmet.field) : "" });
    }
    for (const rule of indicator.rules) {
      const atOnce = rule.kind === kind.id;
      if (atOnce || rule.duties.some((key) => kind.duties.includes(key)))
        effects.rules.push({ rule, indicator, atOnce });
    }
  }
  return effects;
}

/**
 * The kinds of which a new record is asked for beside one of `kind`: a recurrence is a new finding
 * as well, and costs its own line too.
 */
export function companionsOf(kind: RecordKind, kinds: RecordKind[]): RecordKind[] {
  if (kind.duties.length > 0) return [];
  const named = kind.fields
    .filter((field) => field.type === "record" && field.same_unit)
    .flatMap((field) => field.kinds);
  return kinds.filter((one) => named.includes(one.id) && one.indicators.length > 0);
}
