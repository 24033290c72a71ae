import { common } from "./common";
import { login } from "./login";
import { shell } from "./shell";
import { workbench } from "./workbench";
import { tasks } from "./tasks";
import { sheet } from "./sheet";
import { overview } from "./overview";
import { review } from "./review";
import { approvals } from "./approvals";
import { records } from "./records";
import { results } from "./results";
import { papers } from "./papers";
import { inspection } from "./inspection";
import { year } from "./year";
import { policy } from "./policy";
import { units } from "./units";
import { accounts } from "./accounts";
import { accountActs } from "./accountActs";
import { ledger } from "./ledger";
import { settings } from "./settings";
import { notices } from "./notices";
import { me } from "./me";
import { firstDay } from "./firstDay";

/** All texts that people read, Chinese first: `[中文, English]`. One file per page. */
export const texts = {
  common,
  login,
  shell,
  workbench,
  tasks,
  sheet,
  overview,
  review,
  approvals,
  records,
  results,
  papers,
  inspection,
  year,
  policy,
  units,
  accounts,
  accountActs,
  ledger,
  settings,
  notices,
  me,
  firstDay,
};
