/**
 * What people type or paste, as it is kept: the server's rules (src/exchange/typed.h) for pages that
 * show at once what they have understood. Both are held to tests/conformance/typed/typed.json.
 */

/** Shows nothing and is in no name. */
const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{1d173}-\u{1d17a}\u{e0001}-\u{e007f}]/gu;
const breaks = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;
const controls = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g;

/** Several lines; what is not seen is gone. */
export const typedText = (text: string) => text.replace(invisible, "").replace(breaks, "\n").replace(controls, "");
/** One line. */
export const typedLine = (text: string) => typedText(text).replace(/[\n\t]/g, " ").trim();
/** A number, a login, a mail address, a phone, a date: half-width, single spaces. */
export const typedWord = (text: string) =>
  typedLine(text).normalize("NFKC").replace(/[\u2010-\u2015\u2212]/g, "-").replace(/。/g, ".").replace(/\s+/g, " ");

const dot = "·•・･‧∙⋅●．.";
const han = "\\p{Script=Han}";
const aroundDot = new RegExp(`(${han})\\s*[${dot}]\\s*(?=${han})`, "gu");
const shortName = new RegExp(`^\\s*(?:${han}\\s*){2,4}$`, "u");
/** A person: 张　明 is 张明. */
export function typedName(text: string): string {
  const line = typedLine(text).replace(/[\u2f00-\u2fd5]/g, (radical) => radical.normalize("NFKC")).replace(aroundDot, "$1·");
  return shortName.test(line) ? line.replace(/\s/g, "") : line.replace(/\s+/g, " ");
}

/** A plain number as people write it (８６, 1,234, １２．５); undefined: it is none. */
export function typedNumber(text: string): string | undefined {
  const plain = typedWord(text).replace(/ /g, "");
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) return plain.replace(/,/g, "");
  return /^\d+(\.\d+)?$/.test(plain) ? plain : undefined;
}

/** For comparing names and titles: 信息工程学院（东） is 信息工程学院(东). */
export const alike = (text: string) => typedWord(text).replace(/ /g, "").toLowerCase();
/** Whether somebody who looks for `words` means this text. */
export const says = (text: string, words: string) => alike(text).includes(alike(words));

const digits = "〇一二三四五六七八九";
const numbered = (text: string) =>
  text
    .replace(/[零○]/g, "〇")
    .replace(/([一二三四五六七八九]?)十([一二三四五六七八九]?)/g, (_, tens: string, ones: string) => `${tens || "一"}${ones || "〇"}`)
    .replace(/[〇一二三四五六七八九]/g, (digit) => String(digits.indexOf(digit)));

function dayOf(year: number, month: number, day: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, day));
  if (year < 1900 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return undefined;
  return at.toISOString().slice(0, 10);
}

const weekdays = "日一二三四五六";
const forms = {
  chinese: /^(\d{4})年(\d{1,2})月(\d{1,2})[日号]?$/,
  signs: /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/,
  bare: /^(\d{4})(\d\d)(\d\d)$/,
  yearLast: /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/,
  noYear: /^(\d{1,2})(?:月(\d{1,2})[日号]?|[-/.](\d{1,2}))$/,
};

function plainDay(plain: string, year?: number): string | undefined {
  const n = (text: string | undefined) => Number(text);
  const chinese = forms.chinese.exec(plain) ?? forms.bare.exec(plain);
  if (chinese) return dayOf(n(chinese[1]), n(chinese[2]), n(chinese[3]));
  const signs = forms.signs.exec(plain);
  if (signs) return dayOf(n(signs[1]), n(signs[3]), n(signs[4]));
  const last = forms.yearLast.exec(plain);
  if (last) {
    const one = dayOf(n(last[4]), n(last[1]), n(last[3]));
    const other = dayOf(n(last[4]), n(last[3]), n(last[1]));
    return one && other && one !== other ? undefined : (one ?? other);
  }
  const short = year ? forms.noYear.exec(plain) : null;
  return short ? dayOf(year!, n(short[1]), n(short[2] ?? short[3])) : undefined;
}

/**
 * A day as offices write it, as `2026-03-05`; undefined: it is none, or could be another one too.
 * `year`: that of days written without one, where what was understood is shown at once.
 */
export function readDay(text: string, year?: number): string | undefined {
  let plain = typedWord(text)
    .replace(/[ T](\d{1,2}):(\d{1,2})(:\d{1,2})?$/, (time, hour: string, minute: string) => (Number(hour) < 24 && Number(minute) < 60 ? "" : time))
    .replace(/ /g, "");
  const weekday = /\(?(?:星期|礼拜|周)([一二三四五六日天])\)?$/.exec(plain);
  if (weekday) plain = plain.slice(0, weekday.index);
  const day = plainDay(numbered(plain), year);
  if (!day || !weekday) return day;
  return new Date(`${day}T00:00:00Z`).getUTCDay() === weekdays.indexOf(weekday[1]!.replace("天", "日")) ? day : undefined;
}

/** A day as a spreadsheet counts it: its number, by the file's own beginning of time. */
export function daySerial(serial: number, from1904: boolean): string | undefined {
  const days = Math.floor(serial) + (from1904 ? 1462 : 0);
  // From 2000 to 2099: anything else is a number that somebody meant as such.
  if (days < 36_526 || days > 73_050) return undefined;
  return new Date(Date.UTC(1899, 11, 30) + days * 86_400_000).toISOString().slice(0, 10);
}

/** A minute (2026.3.5 14:30, 3月5日下午2点), as `2026-03-05T14:30`; undefined: not one alone. */
export function readMinute(text: string, year?: number): string | undefined {
  const found = /^(.*[ T日号)])(上午|下午)? ?(\d{1,2})(?:[:时点](\d{1,2})?)(?::\d\d)?分?$/.exec(typedWord(text));
  if (!found) return undefined;
  const day = readDay(found[1]!.replace(/T$/, ""), year);
  const hour = Number(found[3]) + (found[2] === "下午" && Number(found[3]) < 12 ? 12 : 0);
  const minute = Number(found[4] ?? 0);
  if (!day || hour > 23 || minute > 59) return undefined;
  return `${day}T${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
