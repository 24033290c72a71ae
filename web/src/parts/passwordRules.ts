import type { Schemas } from "@/api/client";

export type PasswordRules = Schemas["PasswordRulesAnswer"];
export type PasswordRule = "length" | "kinds" | "names" | "runs" | "repeats" | "common";

/** As src/system/password_rules.cc has them, which decides; passwords/cases.txt holds both to it. */
const LETTERS_MIN = 4;
const IN_A_ROW = 5;
const DIFFERENT_MIN = 5;
const rows = [
  "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p",
];
const signs = "!@#$%^&*()";
const disguises: Record<string, string> = { "@": "a", 4: "a", 3: "e", 1: "i", "!": "i", 0: "o", $: "s", 5: "s", 7: "t" };

const lowerOf = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
const beyondAscii = (character: string) => (character.codePointAt(0) ?? 0) >= 0x80;

export function kindsOf(password: string): number {
  return [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(password)).length;
}
function hasName(lower: string, rules: PasswordRules): boolean {
  if (rules.own.some((word) => word && lower.includes(word))) return true;
  const bytes = new TextEncoder();
  const size = (word: string) => bytes.encode(word).length;
  let left = lower;
  const words = [...rules.own, ...rules.around].sort((one, other) => size(other) - size(one) || (one < other ? -1 : 1));
  for (const word of words) {
    if (!word) continue;
    for (let at = left.indexOf(word); at >= 0; at = left.indexOf(word, at)) left = left.slice(0, at) + left.slice(at + word.length);
  }
  return [...left].filter((character) => /[a-z]/.test(character) || beyondAscii(character)).length < LETTERS_MIN;
}
function hasRun(lower: string): boolean {
  const typed = [...lower].map((character) => (signs.includes(character) ? "1234567890"[signs.indexOf(character)] : character)).join("");
  return rows.some((row) => [row, [...row].reverse().join("")].some((way) => {
    for (let at = 0; at + IN_A_ROW <= way.length; ++at) if (typed.includes(way.slice(at, at + IN_A_ROW))) return true;
    return false;
  }));
}
function repeats(lower: string): boolean {
  const characters = [...lower];
  if (new Set(characters).size < DIFFERENT_MIN) return true;
  let same = 0;
  for (const [at, character] of characters.entries()) {
    same = at > 0 && character === characters[at - 1] ? same + 1 : 1;
    if (same >= IN_A_ROW) return true;
  }
  for (let piece = 1; piece * 2 <= characters.length; ++piece) {
    if (characters.every((character, at) => at < piece || character === characters[at - piece])) return true;
  }
  return false;
}
function isCommon(lower: string, common: ReadonlySet<string>): boolean {
  const sign = "[\\x00-\\x7f]";
  const ends = (text: string, out: string, front: boolean) => {
    const back = text.replace(new RegExp(`(?:(?!${out})${sign})+$`), "");
    return front ? back.replace(new RegExp(`^(?:(?!${out})${sign})+`), "") : back;
  };
  const bare = ends(lower, "[a-z0-9]", true);
  return [lower, bare, ends(lower, "[a-z]", false), ends(bare, "[a-z]", false), ends(lower, "[a-z]", true)].some(
    (one) => common.has(one) || common.has([...one].map((character) => disguises[character] ?? character).join("")),
  );
}

/** All rules that a password breaks, in their order. `common`: null while the list is on its way. */
export function passwordFaults(password: string, rules: PasswordRules, common: ReadonlySet<string> | null): PasswordRule[] {
  const lower = lowerOf(password);
  const length = [...password].length;
  const broken: [PasswordRule, boolean][] = [
    ["length", length < rules.characters_min || length > rules.characters_max],
    ["kinds", kindsOf(password) < rules.kinds_min],
    ["names", hasName(lower, rules)],
    ["runs", hasRun(lower)],
    ["repeats", repeats(lower)],
    ["common", common !== null && isCommon(lower, common)],
  ];
  return broken.filter(([, is]) => is).map(([rule]) => rule);
}

/** How far a password goes beyond what must be, in quarters: an estimate for the eye. */
export function strengthOf(password: string, faults: PasswordRule[]): 0 | 1 | 2 | 3 | 4 {
  if (!password) return 0;
  if (faults.length) return 1;
  const length = [...password].length;
  const weight = length * (1 + 0.25 * kindsOf(password)) + ([...password].some(beyondAscii) ? 6 : 0);
  return weight < 20 ? 2 : weight < 28 ? 3 : 4;
}

/** passwords/common.txt, fetched with its first use. */
export async function fetchCommon(): Promise<ReadonlySet<string>> {
  const list = await import("../../../passwords/common.txt?raw");
  return new Set(list.default.split("\n").filter(Boolean));
}
