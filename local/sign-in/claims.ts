import type { JWTPayload } from "jose";
import { REGION } from "../access/caller.ts";
import type { Client } from "./pools.ts";
import type { User } from "./store.ts";

export const issuerOf = (poolId: string): string => `https://cognito-idp.${REGION}.amazonaws.com/${poolId}`;

/** What both tokens of one answer are about. */
export interface Occasion {
  readonly client: Client;
  readonly user: User;
  readonly groups: readonly string[];
  /** The sign-in from which the tokens come; revoking it ends them all. */
  readonly originId: string;
  readonly signedInMs: number;
  readonly nowMs: number;
  readonly newId: () => string;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
export const accessClaims = (occasion: Occasion): JWTPayload => ({
  ...shared(occasion, occasion.client.accessMs),
  client_id: occasion.client.clientId,
  token_use: "access",
  scope: "aws.cognito.signin.user.admin",
  username: occasion.user.username,
});

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html */
export const idClaims = (occasion: Occasion): JWTPayload => {
  const { client, user } = occasion;
  const { email_verified: verified, ...attributes } = user.attributes;
  return {
    ...attributes,
    ...(verified !== undefined && { email_verified: verified === "true" }),
    ...shared(occasion, client.idMs),
    aud: client.clientId,
    token_use: "id",
    "cognito:username": user.username,
  };
};

/** Times in a token are whole seconds. */
const shared = (
  { client, user, groups, originId, signedInMs, nowMs, newId }: Occasion,
  lifeMs: number,
): JWTPayload => ({
  sub: user.sub,
  ...(groups.length > 0 && { "cognito:groups": [...groups] }),
  iss: issuerOf(client.poolId),
  origin_jti: originId,
  event_id: newId(),
  auth_time: Math.floor(signedInMs / 1000),
  iat: Math.floor(nowMs / 1000),
  exp: Math.floor(nowMs / 1000) + lifeMs / 1000,
  jti: newId(),
});
