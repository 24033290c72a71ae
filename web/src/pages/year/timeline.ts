import type { Cycle, Stage } from "@/api/cycles";
import { dateOf, dayNumber } from "./civil";

export const stages: Stage[] = ["preparing", "open", "initial", "confirming", "final", "approved", "published", "archived"];
export const orderOf = (stage: string) => stages.indexOf(stage as Stage);

/** Something on the timeline: named dates and freezings of one day. */
export interface Mark {
  date: string;
  names: string[];
  frozen: Stage[];
}
export interface Band {
  stage: Stage;
  from: number;
  to: number;
}

export function marksOf(cycle: Cycle): Mark[] {
  const marks = new Map<string, Mark>();
  const at = (date: string) => {
    const mark = marks.get(date) ?? { date, names: [], frozen: [] };
    marks.set(date, mark);
    return mark;
  };
  for (const { date, name } of cycle.dates) at(date).names.push(name);
  for (const one of standing(cycle)) at(one.as_of.slice(0, 10)).frozen.push(one.stage);
  return [...marks.values()].sort((a, b) => a.date.localeCompare(b.date));
}

/** Freezings that still count: the last of each stage the year has not gone back from. */
export function standing(cycle: Cycle): Cycle["frozen"] {
  const now = orderOf(cycle.stage);
  return cycle.frozen.filter(
    (one, i) => orderOf(one.stage) <= now && !cycle.frozen.slice(i + 1).some((later) => later.stage === one.stage),
  );
}

/** From the year's first day to its last, or as far as has been lived; in whole months. */
export function spanOf(cycle: Cycle, today: string): { from: number; to: number; months: { month: number; day: number }[] } {
  const dates = cycle.dates.map((one) => one.date);
  const frozen = cycle.frozen.map((one) => one.as_of.slice(0, 10));
  const last = [`${cycle.year}-12-31`, today, ...dates, ...frozen].sort().pop()!;
  const first = [`${cycle.year}-01-01`, ...dates].sort()[0]!;
  const months: { month: number; day: number }[] = [];
  let [year, month] = [Number(first.slice(0, 4)), Number(first.slice(5, 7))];
  for (;;) {
    const day = dayNumber(`${year}-${String(month).padStart(2, "0")}-01`);
    if (dateOf(day) > last) return { from: months[0]!.day, to: day, months };
    months.push({ month, day });
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
}

/** The stages as far as freezings tell when they began. */
export function bandsOf(cycle: Cycle, today: string, end: number): Band[] {
  const begin = dayNumber(`${cycle.year}-01-01`);
  const at = (stage: Stage) => standing(cycle).find((one) => one.stage === stage)?.as_of.slice(0, 10);
  if (cycle.stage === "preparing") return [{ stage: "preparing", from: begin, to: end }];
  const initial = at("initial");
  const final = at("final");
  const yearEnd = Math.min(end, dayNumber(`${cycle.year}-12-31`) + 1);
  const lived = (from: string) => Math.max(dayNumber(today), dayNumber(from)) + 1;
  const bands: Band[] = [{ stage: "open", from: begin, to: initial ? dayNumber(initial) : yearEnd }];
  if (initial) {
    const stage = cycle.stage === "initial" ? "initial" : "confirming";
    bands.push({ stage, from: dayNumber(initial), to: final ? dayNumber(final) : lived(initial) });
  }
  if (final) bands.push({ stage: "final", from: dayNumber(final), to: lived(final) });
  return bands;
}

/** Labels under the axis, none over another, no leader through one. */
export interface Label {
  mark: Mark;
  x: number;
  /** Whether its text stands left of its line. */
  left: boolean;
  lane: number;
}
export function placeLabels(
  marks: Mark[],
  xOf: (date: string) => number,
  width: number,
  linesOf: (mark: Mark) => string[],
): Label[] {
  const wide = (mark: Mark) => Math.max(...linesOf(mark).map((line) => line.length * 13)) + 12;
  const labels = marks.map((mark) => {
    const x = xOf(mark.date);
    return { mark, x, left: x > width * 0.55, lane: 0 };
  });
  const box = (one: Label) => (one.left ? [one.x - wide(one.mark), one.x] : [one.x, one.x + wide(one.mark)]) as [number, number];
  const inside = (x: number, [from, to]: [number, number]) => x > from - 4 && x < to + 4;
  const placed: Label[] = [];
  const order = [...labels.filter((one) => !one.left).reverse(), ...labels.filter((one) => one.left)];
  for (const label of order) {
    const own = box(label);
    const free = (lane: number) =>
      placed.every((other) => {
        if (other.lane === lane) return box(other)[0] >= own[1] + 8 || own[0] >= box(other)[1] + 8;
        return other.lane < lane ? !inside(label.x, box(other)) : !inside(other.x, own);
      });
    const lanes = Array.from({ length: marks.length + 1 }, (_, lane) => lane);
    const lowest = placed.length ? Math.max(...placed.map((one) => one.lane)) + 1 : 0;
    label.lane = lanes.find(free) ?? lowest;
    placed.push(label);
  }
  return labels;
}
