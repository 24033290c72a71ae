import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { answered, api } from "@/api/client";
import type { Obligation } from "@/api/sheets";

/** At most `most` asked for at a time. */
async function pooled<A, B>(items: A[], most: number, ask: (item: A) => Promise<B>): Promise<B[]> {
  const got: B[] = new Array<B>(items.length);
  let next = 0;
  const work = async () => {
    for (let i = next++; i < items.length; i = next++) got[i] = await ask(items[i]!);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, work));
  return got;
}

/** The tasks of all units named: unit → its tasks. */
export function useSchoolObligations(year: () => number, units: () => string[]) {
  return useQuery({
    queryKey: ["obligations", computed(year), "school", computed(() => units().join(" "))],
    queryFn: async ({ signal }) => {
      const of = units();
      const lists = await pooled(of, 6, async (unit) =>
        answered(
          api.GET("/api/v1/cycles/{year}/units/{unit}/obligations", {
            params: { path: { year: year(), unit } },
            signal,
          }),
        ),
      );
      return new Map<string, Obligation[]>(of.map((unit, i) => [unit, lists[i]!.obligations]));
    },
    enabled: computed(() => year() > 0 && units().length > 0),
  });
}

/** Why a task is to be spoken of. */
export type Cause = "missed" | "returned" | "soon";

/** What of it asks for attention within `days`; null: nothing. */
export function causeOf(one: Obligation, now: number, days: number): Cause | null {
  if (one.state === "missed") return "missed";
  if (one.state === "returned") return "returned";
  if (one.state !== "open" || !one.due || !one.can_be_lost) return null;
  return Date.parse(one.due) - now <= days * 86_400_000 ? "soon" : null;
}
