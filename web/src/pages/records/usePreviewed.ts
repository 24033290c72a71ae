import { computed, ref, watch } from "vue";
import { useI18n } from "vue-i18n";
import type { RecordKind } from "@/api/policies";
import { usePreview, type PreviewBody } from "@/api/records";
import { fieldsOf, instantOfForm, type RecordForm } from "./recordForm";

/** Of more units than these the numbers stand beside each of them alone. */
const FEW = 3;

/** What the server says of a record while it is filled in, once the hand rests. */
export function usePreviewed(
  kind: () => RecordKind,
  form: () => RecordForm,
  picked: () => string[],
  own: () => string,
  id: () => string,
) {
  const { t, locale } = useI18n();
  const asked = ref<PreviewBody | null>(null);
  let soon: ReturnType<typeof setTimeout> | undefined;
  watch([kind, form, picked], () => {
    clearTimeout(soon);
    soon = setTimeout(() => {
      const fields = fieldsOf(kind(), form(), picked()).fields;
      asked.value = picked().length
        ? { kind: kind().id, units: picked(), at: instantOfForm(kind(), form()), fields, ...(id() ? { id: id() } : {}) }
        : null;
    }, 300);
  }, { deep: true, immediate: true });
  const query = usePreview(() => asked.value, own);
  const found = computed(() => (asked.value ? query.data.value : undefined));
  const counts = (field: string) => (found.value?.head_counts ?? []).filter((one) => one.field === field);
  const inLanguage = (one: { message: string; english: string }) => (locale.value === "en" ? one.english : one.message);
  return {
    /** 在职人数 20 */
    known: (field: string) => {
      const of = counts(field);
      if (of.length > FEW) return [];
      return of.map((one) => t(of.length > 1 ? "records.form.knownOf" : "records.form.known", { unit: one.unit_name, name: one.name, n: one.count }));
    },
    /** By unit, how many there are. */
    most: (field: string) => Object.fromEntries(counts(field).map((one) => [one.unit, one.most])),
    hints: (field: string) => [
      ...new Set((found.value?.hints ?? []).filter((one) => one.field === field).map(inLanguage)),
    ],
    refused: (field: string) =>
      (found.value?.refused ?? [])
        .filter((one) => one.field === field || one.field.startsWith(`${field}/`))
        .slice(0, FEW)
        .map(inLanguage)
        .join("\n"),
  };
}
