import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";
import { fetchCyclesAhead, haveYear } from "./api/cycles";
import { base, pathBelow } from "./site";
import { fetchMe, useSession, type Action, type Me } from "./api/session";

declare module "vue-router" {
  interface RouteMeta {
    /** Without the frame around it, and without a login. */
    bare?: boolean;
    /** For anybody: with the frame around it where somebody is logged in. */
    open?: boolean;
    /** What the school must allow for the page to be of use; absent: everyone. */
    needs?: Action;
    /** Only for who holds a post in a unit. */
    unit?: boolean;
    /** About an assessment year: without one there is nothing on it. */
    year?: boolean;
  }
}

/** One row per page; the folder of its name holds it. */
const routes: RouteRecordRaw[] = [
  { path: "/login", name: "login", component: () => import("./pages/login/LoginPage.vue"), meta: { bare: true } },
  { path: "/first-password", name: "firstPassword", component: () => import("./pages/first-password/FirstPasswordPage.vue"), meta: { bare: true } },
  { path: "/", name: "home", component: () => import("./pages/HomePage.vue") },
  { path: "/workbench/:unit?", name: "workbench", component: () => import("./pages/workbench/WorkbenchPage.vue"), meta: { year: true } },
  { path: "/tasks/:unit?", name: "tasks", component: () => import("./pages/tasks/TasksPage.vue"), meta: { year: true } },
  { path: "/tasks/:unit/:key(.*)", name: "task", component: () => import("./pages/tasks/TaskPage.vue"), meta: { year: true } },
  { path: "/sheet/:unit?", name: "sheet", component: () => import("./pages/sheet/SheetPage.vue"), meta: { year: true } },
  { path: "/overview", name: "overview", component: () => import("./pages/overview/OverviewPage.vue"), meta: { year: true, needs: "read_school" } },
  { path: "/overview/reminders", name: "reminders", component: () => import("./pages/overview/RemindersPage.vue"), meta: { year: true, needs: "register" } },
  { path: "/review/:submission?", name: "review", component: () => import("./pages/review/ReviewPage.vue"), meta: { year: true, needs: "review" } },
  { path: "/approvals", name: "approvals", component: () => import("./pages/approvals/ApprovalsPage.vue"), meta: { year: true, needs: "approve" } },
  { path: "/register/:kind?", name: "register", component: () => import("./pages/records/RegisterPage.vue"), meta: { year: true } },
  { path: "/records", name: "records", component: () => import("./pages/records/RecordsPage.vue"), meta: { year: true } },
  { path: "/feedback/:unit?", name: "feedback", component: () => import("./pages/feedback/FeedbackPage.vue"), meta: { year: true } },
  { path: "/self-check/:unit?", name: "selfCheck", component: () => import("./pages/self-check/SelfCheckPage.vue"), meta: { year: true } },
  { path: "/objections", name: "objections", component: () => import("./pages/objections/ObjectionsPage.vue"), meta: { year: true, needs: "read_school" } },
  { path: "/results", name: "results", component: () => import("./pages/results/ResultsPage.vue"), meta: { year: true, needs: "read_school" } },
  { path: "/published/:year", name: "published", component: () => import("./pages/published/PublishedPage.vue"), meta: { open: true } },
  { path: "/verify/:digest", name: "verify", component: () => import("./pages/published/VerifyPage.vue"), meta: { open: true } },
  { path: "/year", name: "year", component: () => import("./pages/year/YearPage.vue") },
  { path: "/policy/:indicator?", name: "policy", component: () => import("./pages/policy/PolicyPage.vue") },
  { path: "/units", name: "units", component: () => import("./pages/units/UnitsPage.vue"), meta: { needs: "change_units" } },
  { path: "/accounts", name: "accounts", component: () => import("./pages/accounts/AccountsPage.vue"), meta: { needs: "read_accounts" } },
  { path: "/account-acts", name: "account-acts", component: () => import("./pages/account-acts/AccountActsPage.vue"), meta: { needs: "approve_accounts" } },
  { path: "/ledger", name: "ledger", component: () => import("./pages/ledger/LedgerPage.vue"), meta: { needs: "read_ledger" } },
  { path: "/settings", name: "settings", component: () => import("./pages/settings/SettingsPage.vue") },
  { path: "/notices", name: "notices", component: () => import("./pages/notices/NoticesPage.vue") },
  { path: "/me", name: "me", component: () => import("./pages/me/MePage.vue") },
  { path: "/first-day", name: "firstDay", component: () => import("./pages/first-day/FirstDayPage.vue"), meta: { needs: "change_units" } },
  { path: "/:rest(.*)*", name: "notFound", component: () => import("./pages/NotFoundPage.vue") },
];

export const router = createRouter({
  history: createWebHistory(base),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

/** Where somebody begins. */
export function homeOf(me: Me): string {
  const roles = new Set(me.held.map((one) => one.role));
  if (roles.has("unit_staff") || roles.has("unit_head")) return "workbench";
  if (roles.has("office") || roles.has("centre")) return "overview";
  if (me.school_actions.includes("read_school")) return "overview";
  if (roles.has("auditor")) return "ledger";
  if (me.school_actions.includes("read_accounts")) return "accounts";
  return "home";
}

/** The first page's code and data come side by side, not one after the other. */
function fetchAhead(path: string): void {
  const to = router.resolve(path);
  if (to.meta.bare) return;
  void asked();
  if (to.meta.open) return;
  void fetchCyclesAhead();
  const name = to.name === "home" ? (localStorage.getItem("home") ?? "workbench") : to.name;
  const page = router.getRoutes().find((row) => row.name === name)?.components?.["default"];
  if (typeof page === "function") void (page as () => Promise<unknown>)().catch(() => undefined);
}

let answer: Promise<unknown> | null = null;
/** Asked once; again where there was no answer. */
const asked = () => (answer ??= fetchMe().catch(() => (answer = null)));
fetchAhead(pathBelow(location.pathname));

router.beforeEach(async (to) => {
  const { state } = useSession();
  if (to.meta.bare) return true;
  await asked();
  const me = state.me;
  if (to.meta.open) return true;
  if (!me || me.must_change_password) {
    return { name: "login", query: to.fullPath === "/" ? {} : { to: to.fullPath } };
  }
  if (to.name === "home" && homeOf(me) !== "home" && !to.query["forbidden"]) {
    // Who sets a school up begins there, until there is a year to work in.
    if (me.school_actions.includes("change_units") && !(await haveYear())) return { name: "firstDay", replace: true };
    localStorage.setItem("home", homeOf(me));
    return { name: homeOf(me), replace: true };
  }
  if (to.meta.needs && !me.school_actions.includes(to.meta.needs)) {
    return { name: "home", query: { forbidden: "1" } };
  }
  return true;
});
