import { useQuery } from "@tanstack/vue-query";
import { answered, api, type Schemas } from "./client";
import { once } from "./act";

export type OwnSession = Schemas["SessionRow"];

export function useOwnSessions() {
  return useQuery({
    queryKey: ["sessions"],
    queryFn: async () => (await answered(api.GET("/api/v1/me/sessions"))).sessions,
  });
}

export const endSession = (key: string, id: string) =>
  answered(api.POST("/api/v1/me/sessions/{id}/end", { params: { path: { id } }, ...once(key) }));
