import { useCycles } from "@/api/cycles";
import { usePolicy } from "@/api/policies";
import type { Obligation } from "@/api/sheets";
import { endOfDay } from "@/parts/schoolTime";

/** Until when something returned may still be supplemented: the cycle's date that the policy names. */
export function useSupplement() {
  const { cycle } = useCycles();
  const { data: policy } = usePolicy();
  return (one: Pick<Obligation, "resubmission" | "state">) => {
    if (!one.resubmission || one.state !== "returned") return undefined;
    const date = cycle.value?.dates.find((named) => named.id === policy.value?.settings.supplement_until)?.date;
    return date ? { at: endOfDay(date), text: `${date} 24:00` } : undefined;
  };
}
