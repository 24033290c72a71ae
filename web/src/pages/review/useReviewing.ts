import { computed, reactive, ref, shallowRef, watch } from "vue";
import { useI18n } from "vue-i18n";
import { useRoute, useRouter } from "vue-router";
import { useAct } from "@/api/act";
import { answered, api, ProblemError } from "@/api/client";
import { useCycles } from "@/api/cycles";
import { useNames } from "@/api/names";
import { everythingChanged } from "@/api/query";
import { giveReview, useQueue, type QueueRow, type ReviewBody, type Verdict } from "@/api/reviews";
import { instantText } from "@/format";

export interface Handled {
  row: QueueRow;
  verdict: Verdict;
  review: string;
}
export interface Said {
  tone: "good" | "warn";
  text: string;
  /** What was reviewed; absent: nothing of ours. */
  submission?: string;
  proposal?: string;
}

/** A click that was meant for the one before must not fall on the next. */
const guardMs = 700;

export const titleOf = (row: QueueRow) => `${row.obligation.unit_name} · ${row.obligation.duty}`;

/** The queue as one reviewer works it: where they are, what they did, what comes next. */
export function useReviewing(narrow: () => boolean) {
  const { t } = useI18n();
  const route = useRoute();
  const router = useRouter();
  const { year } = useCycles();
  const { nameOf } = useNames();
  const queue = useQueue(() => year.value);
  const handled = ref<Handled[]>([]);
  const said = ref<Said | null>(null);
  const seen = shallowRef<QueueRow | null>(null);
  const ticks = reactive(new Map<string, string[]>());
  let movedAt = 0;

  const rows = computed(() => {
    const done = new Set(handled.value.map((one) => one.row.submission));
    return (queue.data.value?.queue ?? []).filter((row) => !done.has(row.submission));
  });
  const id = computed(() => String(route.params["submission"] ?? ""));
  const place = computed(() => rows.value.findIndex((row) => row.submission === id.value));
  const done = computed(() => handled.value.find((one) => one.row.submission === id.value) ?? null);
  const current = computed<QueueRow | null>(
    () => rows.value[place.value] ?? done.value?.row ?? (seen.value?.submission === id.value ? seen.value : null),
  );
  const gone = computed(() => id.value !== "" && queue.isSuccess.value && place.value < 0 && !done.value);

  function select(submission: string, replace = !narrow()) {
    const to = { name: "review", params: submission ? { submission } : {} };
    return replace ? router.replace(to) : router.push(to);
  }
  function step(by: number) {
    const next = rows.value[place.value < 0 ? 0 : place.value + by];
    if (next) void select(next.submission, id.value !== "" || !narrow());
  }

  watch(current, (row) => row && (seen.value = row), { immediate: true });
  watch(id, () => (review.error.value = null));
  // Whoever comes to the page begins with the oldest.
  watch(
    [rows, id, narrow],
    () => {
      const first = rows.value[0];
      if (id.value === "" && first && !narrow()) void select(first.submission, true);
    },
    { immediate: true },
  );

  /** What became of a submission that is not in the queue any more. */
  async function whatBecame(row: QueueRow): Promise<string> {
    const { unit, key } = row.obligation;
    const path = { year: year.value, unit };
    const asked = api.GET("/api/v1/cycles/{year}/units/{unit}/obligations", { params: { path } });
    const found = (await answered(asked)).obligations.find((one) => one.key === key);
    const submission = found?.submissions.find((one) => one.id === row.submission);
    const last = submission?.reviews.reduce(
      (one, other) => (one.at > other.at ? one : other),
      submission.reviews[0]!,
    );
    if (!submission) return t("review.goneWithdrawn");
    if (!last) return t("review.goneUnknown");
    const told = { name: nameOf(last.by), at: instantText(last.at), reason: last.reason };
    return t(last.verdict === "accepted" ? "review.goneAccepted" : "review.goneReturned", told);
  }

  function settle(row: QueueRow, verdict: Verdict, review: string, proposal: string) {
    const next = rows.value[place.value + 1] ?? rows.value[place.value - 1];
    const text = proposal
      ? "review.returnedExtended"
      : verdict === "accepted"
        ? "review.accepted"
        : "review.returned";
    // What waits for a second person is not handled: it stays in the queue, marked so.
    if (!proposal) {
      const others = handled.value.filter((one) => one.row.submission !== row.submission);
      handled.value = [{ row, verdict, review }, ...others];
    }
    said.value = { tone: "good", text: t(text, { what: titleOf(row) }), submission: row.submission, proposal };
    movedAt = Date.now();
    void select(next && next.submission !== row.submission ? next.submission : "", true);
  }

  const review = useAct(async (key: string, row: QueueRow, body: ReviewBody) => {
    const answer = await giveReview(key, row.submission, body);
    settle(row, body.verdict, answer.id, answer.proposal);
    return answer;
  });

  /** Gives the verdict and goes on. False: not done, the error says why. */
  async function give(row: QueueRow, body: ReviewBody): Promise<boolean> {
    if (Date.now() - movedAt < guardMs) return false;
    // It rests on our own verdict where it changes one, else on none: never on a colleague's unseen.
    const own = handled.value.find((one) => one.row.submission === row.submission);
    const answer = await review.act(row, { ...body, after: own?.review ?? "" });
    if (answer) return true;
    const error = review.error.value;
    // Somebody else was faster, or the unit took it back.
    if (!(error instanceof ProblemError) || ![404, 409].includes(error.status)) return false;
    const next = rows.value[place.value + 1] ?? rows.value[place.value - 1];
    await everythingChanged();
    // Still there: the cycle does not take reviews, say. Then the error stands.
    if (rows.value.some((one) => one.submission === row.submission)) return false;
    review.error.value = null;
    const why = await whatBecame(row).catch(() => error.message);
    said.value = { tone: "warn", text: t("review.skipped", { what: titleOf(row), why }) };
    movedAt = Date.now();
    await select(next?.submission ?? "", true);
    return true;
  }

  return {
    year,
    queue,
    rows,
    handled,
    said,
    id,
    place,
    done,
    current,
    gone,
    ticks,
    select,
    step,
    whatBecame,
    give,
    running: review.running,
    error: review.error,
  };
}
