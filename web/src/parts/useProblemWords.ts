import { useI18n } from "vue-i18n";
import { ProblemError, Unreachable } from "@/api/client";

/** What went wrong, in words: a title, wrong members, what to do. */
export interface Told {
  title: string;
  lines: string[];
  hint: string;
}

/** Whose refusal it looks like, by the status that stands in for the server's. */
export function betweenOf(error: Unreachable): string {
  if (error.cut) return "cut";
  const status = error.status;
  if (status === 413) return "large";
  if (status === 408 || status === 504) return "slow";
  if (status === 502 || status === 503) return "down";
  if (status === 404 || (status >= 300 && status < 400)) return "lost";
  return status >= 200 && status < 300 ? "foreign" : "refused";
}

/** The one place where errors become words. */
export function useProblemWords(): (error: unknown) => Told {
  const { t, locale } = useI18n();
  return (error) => {
    if (error instanceof ProblemError) {
      const english = locale.value === "en";
      const say = (one: { message: string; english: string }) => (english && one.english ? one.english : one.message);
      const hint = error.problem.log_id
        ? t("common.logId", { id: error.problem.log_id })
        : error.code === "forbidden" ? t("shell.forbiddenHint") : "";
      return { title: say(error.problem), lines: error.fields.length > 1 ? error.fields.slice(error.seen ? 1 : 0).map(say) : [], hint };
    }
    if (error instanceof Unreachable) {
      if (!error.status && !error.cut) return { title: t("common.unreachable"), lines: [], hint: t("common.unreachableHint") };
      const words = `common.between.${betweenOf(error)}`;
      return { title: t(`${words}.title`, { status: error.status }), lines: [], hint: t(`${words}.hint`) };
    }
    return { title: t("common.unexpected"), lines: [], hint: String(error) };
  };
}
