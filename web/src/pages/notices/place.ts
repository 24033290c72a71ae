import type { Notice } from "@/api/notices";
import type { Action } from "@/api/session";

/** Who reads it. */
export interface Reader {
  account: string;
  may: (action: Action) => boolean;
}

/** Where one goes about a notice; null: nowhere. `about` is an obligation's key, a proposal, an account … */
export function placeOf(notice: Notice, { account, may }: Reader): string | null {
  switch (notice.kind) {
    case "taken_over":
      return `/tasks/${notice.unit}`;
    case "mail_stopped":
    case "mail_refused":
      return "/settings";
    case "proposal":
    case "proposal_decided":
      return may("review") ? "/approvals" : null;
    case "dispute":
      return may("review") ? "/approvals" : `/tasks/${notice.unit}`;
    case "account_act":
      return may("approve_accounts") ? "/account-acts" : "/me";
    case "account_act_decided":
    case "account_touched":
      return notice.about === account || !may("read_accounts") ? "/me" : `/accounts?account=${notice.about}`;
    case "stage":
      return notice.unit ? `/feedback/${notice.unit}` : "/results";
    case "feedback":
    case "answer":
      return `/feedback/${notice.unit}`;
    case "objection":
      return "/objections";
    default:
      if (!notice.unit) return null;
      if (notice.about === "feedback") return `/feedback/${notice.unit}`;
      return notice.about.includes("/") ? `/tasks/${notice.unit}/${notice.about}` : `/tasks/${notice.unit}`;
  }
}
