import type { Notice } from "@/api/notices";

/** Where one goes about a notice; null: nowhere. `about` is an obligation's key, a proposal … */
export function placeOf(notice: Notice, reviews: boolean): string | null {
  switch (notice.kind) {
    case "taken_over":
      return `/tasks/${notice.unit}`;
    case "mail_stopped":
    case "mail_refused":
      return "/settings";
    case "proposal":
    case "proposal_decided":
      return reviews ? "/approvals" : null;
    case "dispute":
      return reviews ? "/approvals" : `/tasks/${notice.unit}`;
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
