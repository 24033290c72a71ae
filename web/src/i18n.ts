import zh from "virtual:texts/zh";
import { createI18n } from "vue-i18n";

export type Language = "zh" | "en";

export const i18n = createI18n({
  legacy: false,
  locale: "zh" as Language,
  fallbackLocale: "zh",
  messages: { zh } as never,
  missingWarn: import.meta.env.DEV,
});

/** Chinese is always there; English comes when it is asked for. */
async function show(language: Language): Promise<void> {
  if (language === "en" && !i18n.global.availableLocales.includes("en")) {
    const { default: en } = await import("virtual:texts/en");
    i18n.global.setLocaleMessage("en", en as never);
  }
  i18n.global.locale.value = language;
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
}

/** Errors: the texts cannot be fetched; what is shown stays. */
export async function setLanguage(language: Language): Promise<void> {
  await show(language);
  localStorage.setItem("language", language);
}

/** What was chosen last time; before the first page is drawn. */
export const languageShown = show(localStorage.getItem("language") === "en" ? "en" : "zh").catch(() => show("zh"));
