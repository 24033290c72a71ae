import { useQuery } from "@tanstack/vue-query";
import { answered, api, type Schemas } from "./client";
import { once } from "./act";

export type Account = Schemas["AccountRow"];
export type Post = Schemas["PostFact"];

export function useAccounts() {
  return useQuery({
    queryKey: ["accounts"],
    queryFn: async () => (await answered(api.GET("/api/v1/accounts"))).accounts,
  });
}
export function usePosts() {
  return useQuery({
    queryKey: ["posts"],
    queryFn: async () => (await answered(api.GET("/api/v1/posts"))).posts,
  });
}

export const assignPost = (key: string, body: Schemas["AssignPostRequest"]) =>
  answered(api.POST("/api/v1/posts", { body, ...once(key) }));
export const endPost = (key: string, id: string, to: string) =>
  answered(api.POST("/api/v1/posts/{id}/end", { params: { path: { id } }, body: { to } as never, ...once(key) }));
export const foundUnit = (key: string, body: Schemas["FoundUnitRequest"]) =>
  answered(api.POST("/api/v1/units", { body, ...once(key) }));
export const changeUnit = (key: string, unit: string, body: object) =>
  answered(api.PUT("/api/v1/units/{unit}", { params: { path: { unit } }, body: body as never, ...once(key) }));
export const endUnit = (key: string, unit: string, body: object) =>
  answered(api.POST("/api/v1/units/{unit}/end", { params: { path: { unit } }, body: body as never, ...once(key) }));
export const createUnitAccounts = (body: Schemas["CreateAccountsRequest"]) =>
  answered(api.POST("/api/v1/unit-accounts", { body }));
