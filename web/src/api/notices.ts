import { useQuery } from "@tanstack/vue-query";
import { answered, api, type Schemas } from "./client";

export type Notice = Schemas["NoticeRow"];

export function useNotices(limit = 50) {
  return useQuery({
    queryKey: ["notices", limit],
    queryFn: () => answered(api.GET("/api/v1/notices", { params: { query: { limit } as never } })),
    refetchInterval: 60_000,
  });
}

export const readNotices = (up_to: number) =>
  answered(api.POST("/api/v1/notices/read", { body: { up_to } }));
