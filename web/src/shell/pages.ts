import { computed } from "vue";
import { useAccountActs } from "@/api/accountActs";
import { useCycles } from "@/api/cycles";
import { useSession } from "@/api/session";

export interface NavPage {
  name: string;
  icon: string;
  /** How many things there wait for this person. */
  waiting?: number;
}
export interface NavGroup {
  name: string;
  pages: NavPage[];
}

const icons: Record<string, string> = {
  workbench: "M3 4h14v9H3zM7 17h6M10 13v4",
  tasks: "M4 5h2M4 10h2M4 15h2M9 5h7M9 10h7M9 15h7",
  sheet: "M5 2.500h10v15H5zM8 7h4M8 10h4M8 13h2",
  overview: "M3 3h6v6H3zM11 3h6v6h-6zM3 11h6v6H3zM11 11h6v6h-6z",
  review: "M4 10.5 8 14.5 16 5.5",
  approvals: "M6 17V9l4-6c1.5 0 2 1 1.7 2.500L11 8h5l-1.5 9z",
  register: "M10 4v12M4 10h12",
  records: "M4 3h12v14H4zM4 7.500h12M8 7.500V17",
  year: "M3 4.500h14V17H3zM3 8.500h14M7 2.500v4M13 2.500v4",
  feedback: "M3 4h14v9H9l-4 4v-4H3zM6.500 8.500l2 2 4-4",
  selfCheck: "M4 4h12v13H4zM7 8h6M7 11h6M7 14h3",
  objections: "M3 4h14v9H9l-4 4v-4H3zM10 6.500v3M10 11v.5",
  results: "M4 17V9h3v8M8.500 17V5h3v12M13 17v-6h3v6",
  policy: "M10 4.500C8 3 5 3 3 3.500v12c2-.5 5-.5 7 1 2-1.5 5-1.5 7-1v-12c-2-.5-5-.5-7 1zM10 4.500v12",
  units: "M4 17V7l6-4 6 4v10zM8 17v-4h4v4",
  accounts: "M7 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 17c0-3.5 2-5 5-5s5 1.5 5 5M14 5v6M11.5 8h5",
  "account-acts": "M7 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 17c0-3.5 2-5 5-5 1.200 0 2.200.2 3 .7M11.5 14.5l2.200 2.200 4.300-4.700",
  ledger: "M5 3h11v14H5zM5 3v14M8 7h5M8 10h5",
  settings: "M4 6h6M14 6h2M4 14h2M10 14h6M12 4v4M8 12v4",
  notices: "M5 13V9a5 5 0 0 1 10 0v4l1.5 2h-13zM8.5 17h3",
};

/** What the person's rights make useful, in the order of their day. */
export function useNavigation() {
  const { me, ownUnits, may, roles } = useSession();
  const { cycle } = useCycles();
  const acts = useAccountActs();
  const waiting = computed(() => acts.data.value?.filter((one) => one.may_decide).length ?? 0);
  /** From the initial result on there is something to say of it. */
  const told = computed(() => !["preparing", "open"].includes(cycle.value?.stage ?? "open"));
  return computed<NavGroup[]>(() => {
    if (!me.value) return [];
    const page = (name: string) => ({ name, icon: icons[name] ?? icons["tasks"]! });
    const when = (allowed: boolean, ...names: string[]) => (allowed ? names.map(page) : []);
    const inUnit = ownUnits.value.length > 0;
    const school = may("read_school");
    const business = inUnit || school || may("review");
    return [
      { name: "work", pages: [
        ...when(inUnit, "workbench", "tasks", "sheet", "selfCheck"),
        ...when(inUnit && told.value, "feedback"),
        ...when(school, "overview"),
        ...when(may("review"), "review"),
        ...when(may("approve"), "approvals"),
        ...when((may("answer_objection") || may("review")) && told.value, "objections"),
        ...when(may("register"), "register"),
      ] },
      { name: "school", pages: [
        ...when(school && !inUnit, "sheet"),
        ...when(inUnit || school, "records"),
        ...when(school, "results"),
        ...when(business, "year"),
      ] },
      { name: "rules", pages: [page("policy"), ...when(may("read_ledger"), "ledger")] },
      { name: "keep", pages: [
        ...when(may("change_units"), "units"),
        ...when(may("read_accounts"), "accounts"),
        ...when(may("approve_accounts"), "account-acts").map((one) => ({ ...one, waiting: waiting.value })),
        ...when(may("operate") || roles.value.has("office"), "settings"),
      ] },
    ].filter((group) => group.pages.length > 0);
  });
}
