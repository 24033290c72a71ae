import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fetchCommon, passwordFaults, strengthOf, type PasswordRules } from "./passwordRules";

const rules: PasswordRules = {
  characters_min: 12, characters_max: 128, kinds_min: 0, history: 5, expire_days: 0,
  own: ["zhangming", "zhang.ming"],
  around: ["yjgc", "xxgc", "云江工程", "信息工程学院", "网安办"],
};
const cases = readFileSync("../passwords/cases.txt", "utf8").split("\n").filter((line) => line && !line.startsWith("#"));

test("pages judge passwords as the server does", async () => {
  const common = await fetchCommon();
  expect(common.size).toBeGreaterThan(25_000);
  expect(cases.length).toBeGreaterThan(30);
  for (const line of cases) {
    const [faults, password = ""] = line.split("\t");
    expect(passwordFaults(password, rules, common).join(",") || "-", line).toBe(faults);
  }
});

test("kinds are asked for where the settings say so", () => {
  const three = { ...rules, kinds_min: 3 };
  expect(passwordFaults("qing-feng-ming-yue", three, null)).toEqual(["kinds"]);
  expect(passwordFaults("Qing-feng-ming-yue-8", { ...rules, kinds_min: 4 }, null)).toEqual([]);
});

test("the meter goes up with what is typed", () => {
  expect(strengthOf("", [])).toBe(0);
  expect(strengthOf("short", ["length"])).toBe(1);
  expect(strengthOf("qingfengming", [])).toBe(2);
  expect(strengthOf("qing-feng-ming-yue", [])).toBe(3);
  expect(strengthOf("Qing-feng-ming-yue-luo-xia-8", [])).toBe(4);
});
