import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { daySerial, readDay, readMinute, typedLine, typedName, typedNumber, typedText, typedWord } from "./typed";

type Case = { in: string; is: string | null };
const table = JSON.parse(readFileSync("../tests/conformance/typed/typed.json", "utf8")) as Record<string, Case[]>;
const kept: Record<string, (text: string) => string | undefined> = {
  texts: typedText,
  lines: typedLine,
  words: typedWord,
  logins: typedWord,
  names: typedName,
  days: readDay,
};

describe("what is typed or pasted", () => {
  it.each(Object.keys(kept))("is kept as the server keeps it: %s", (list) => {
    for (const one of table[list]!) expect([one.in, kept[list]!(one.in) ?? null]).toEqual([one.in, one.is]);
  });
  it("may leave the year out where the day is shown at once", () => {
    for (const text of ["3月5日", "3.5", "3-5", "3/5", "三月五日", "３月５号（周四）"]) expect(readDay(text, 2026)).toBe("2026-03-05");
    expect(readDay("13月5日", 2026)).toBeUndefined();
    expect(readDay("2月29日", 2026)).toBeUndefined();
  });
  it("is a minute where day and time are said", () => {
    for (const text of ["2026.3.5 14:30", "2026-03-05T14:30", "2026年3月5日14时30分", "2026-03-05（周四）下午2：30", "2026/3/5 14:30:00"])
      expect([text, readMinute(text)]).toEqual([text, "2026-03-05T14:30"]);
    expect(readMinute("3月5日 14点", 2026)).toBe("2026-03-05T14:00");
    expect(["2026-03-05", "14:30", "2026-03-05 25:00", "26.3.5 14:30"].map((text) => readMinute(text))).toEqual(Array(4).fill(undefined));
  });
  it("is a number where it is written like one", () => {
    expect(["８６", "1,234", "１２．５", " 7 "].map(typedNumber)).toEqual(["86", "1234", "12.5", "7"]);
    expect(["86人", "1,2", "", "-3", "约 90"].map(typedNumber)).toEqual(Array(5).fill(undefined));
  });
  it("never loses a day to the way a spreadsheet counts", () => {
    expect(daySerial(46_086, false)).toBe("2026-03-05");
    expect(daySerial(46_086.99, false)).toBe("2026-03-05");
    expect(daySerial(44_624, true)).toBe("2026-03-05");
    expect(daySerial(86, false)).toBeUndefined();
  });
});
