import { computed } from "vue";
import { answered, api, type Schemas } from "./client";
import { useCycles } from "./cycles";
import { usePolicies, usePolicyOf } from "./policies";

export type ImportUnits = Schemas["ImportUnitsRequest"];
export type Imported = Schemas["ImportUnitsAnswer"];

/**
 * By whose unit kinds and posts the server judges what is founded now: that of the newest year that
 * was opened, else the policy added last.
 */
export function useSchoolPolicy() {
  const { cycles, isPending: cyclesPending } = useCycles();
  const policies = usePolicies();
  const id = computed(() => {
    const opened = cycles.value.find((one) => one.stage !== "preparing");
    return opened?.policy ?? policies.data.value?.[0]?.id ?? "";
  });
  const policy = usePolicyOf(() => id.value);
  return {
    data: policy.data,
    error: computed(() => policies.error.value ?? policy.error.value),
    refetch: () => Promise.all([policies.refetch(), policy.refetch()]),
    isPending: computed(
      () => cyclesPending.value || policies.isPending.value || (id.value !== "" && policy.isPending.value),
    ),
    postName: (of: string) => policy.data.value?.posts.find((one) => one.id === of)?.name ?? of,
  };
}

/** 批量导入, or only what is wrong with it. No key: the answer holds passwords, and the server keeps none of it. */
export const importUnits = (body: ImportUnits) => answered(api.POST("/api/v1/unit-imports", { body: body as never }));
