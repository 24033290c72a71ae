import { computed, ref, watch } from "vue";
import { useRoute, useRouter } from "vue-router";
import { useSession } from "@/api/session";

/** The unit looked at last in this tab. */
const last = ref(sessionStorage.getItem("unit") ?? "");
watch(last, (unit) => sessionStorage.setItem("unit", unit));

/** The unit of a page `/…/:unit?`: the address's, else the one looked at last, else one's own. */
export function useUnitOnShow() {
  const route = useRoute();
  const router = useRouter();
  const { ownUnits, may } = useSession();
  const school = may("read_school");
  const named = computed(() => String(route.params["unit"] ?? ""));
  const unit = computed(() => {
    if (named.value) return named.value;
    if (last.value && (school || ownUnits.value.includes(last.value))) return last.value;
    return ownUnits.value[0] ?? "";
  });
  watch(named, (now) => now && (last.value = now), { immediate: true });
  const mine = computed(() => ownUnits.value.includes(unit.value));
  return {
    unit,
    /** Whether a post is held in it today. */
    mine,
    /** Whether its files may be read. */
    readsEvidence: computed(() => mine.value || may("read_evidence")),
    /** Whether there is more than one unit to look at. */
    several: computed(() => school || ownUnits.value.length > 1),
    show: (next: string) => {
      last.value = next;
      void router.push({ name: route.name!, params: { unit: next }, query: route.query });
    },
  };
}
