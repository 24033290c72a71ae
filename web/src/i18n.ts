import { createI18n } from "vue-i18n";
import { texts } from "./texts";

export type Language = "zh" | "en";

/** `[中文, English]` pairs as one tree per language. */
function tree(node: unknown, place: 0 | 1): unknown {
  if (Array.isArray(node)) return node[place];
  return Object.fromEntries(Object.entries(node as object).map(([key, value]) => [key, tree(value, place)]));
}

const kept = localStorage.getItem("language");

export const i18n = createI18n({
  legacy: false,
  locale: kept === "en" ? "en" : "zh",
  fallbackLocale: "zh",
  messages: { zh: tree(texts, 0), en: tree(texts, 1) } as never,
  missingWarn: import.meta.env.DEV,
});

export function setLanguage(language: Language): void {
  i18n.global.locale.value = language;
  localStorage.setItem("language", language);
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
}
document.documentElement.lang = i18n.global.locale.value === "zh" ? "zh-CN" : "en";
