import { answered, api, type Schemas } from "./client";
import { inTurn } from "./session";

export type FirstLink = Schemas["FirstLinkAnswer"];

/** Whose link it is. The token goes in the bodies of these two alone. */
export const lookAtFirstLink = (token: string) => answered(api.POST("/api/v1/first-password/look", { body: { token } }));

export const takeFirstLink = (token: string, password: string) =>
  inTurn(() => answered(api.POST("/api/v1/first-password", { body: { token, password } })));
