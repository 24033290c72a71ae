import { siteAddress } from "@/site";
import { answered, api, type Schemas } from "./client";

export type WayFault = Schemas["WayFault"];

/** What keeps everybody out who opens the site at this address; null: nothing, or it is not known. */
export async function fetchWayFault(): Promise<WayFault | null> {
  const asked = answered(api.GET("/api/v1/connection", { params: { query: { page: siteAddress() } } }));
  const answer = await asked.catch(() => null);
  return answer?.faults.find((fault) => fault.code === "address") ?? null;
}
