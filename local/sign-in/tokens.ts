import { createHash, randomBytes } from "node:crypto";
import type { JWTPayload } from "jose";
import { REGION } from "../access/caller.ts";
import { type Database, integer, text } from "../database.ts";
import type { Client } from "./pools.ts";
import { notAuthorized } from "./sign-in-error.ts";
import type { SigningKey } from "./signing-key.ts";
import type { User, UserStore } from "./store.ts";
import type { VerifyToken } from "./verify-token.ts";

export const issuerOf = (poolId: string): string => `https://cognito-idp.${REGION}.amazonaws.com/${poolId}`;

/** As `InitiateAuth` answers it; a refresh gives no new refresh token. */
export interface AuthenticationResult {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken?: string;
  readonly ExpiresIn: number;
  readonly TokenType: "Bearer";
}

interface TokenParts {
  readonly database: Database;
  readonly users: UserStore;
  readonly key: SigningKey;
  readonly verify: VerifyToken;
  readonly now: () => number;
  readonly newId: () => string;
}

/** One sign-in: all tokens that come from it share `originId`, and end when it is revoked. */
interface SignedIn {
  readonly originId: string;
  readonly signedInMs: number;
}

/** Refresh tokens are random and stored hashed; access and id tokens are signed and stored nowhere. */
export const tokenIssuer = ({ database: { sql }, users, key, verify, now, newId }: TokenParts) => {
  const issue = async (
    client: Client,
    user: User,
    { originId, signedInMs }: SignedIn,
  ): Promise<AuthenticationResult> => {
    const nowSeconds = Math.floor(now() / 1000);
    const groups = users.groupsOf(user);
    const shared: JWTPayload = {
      sub: user.sub,
      ...(groups.length > 0 && { "cognito:groups": [...groups] }),
      iss: issuerOf(client.poolId),
      origin_jti: originId,
      event_id: newId(),
      auth_time: Math.floor(signedInMs / 1000),
      iat: nowSeconds,
    };
    const access: JWTPayload = {
      ...shared,
      client_id: client.clientId,
      token_use: "access",
      scope: "aws.cognito.signin.user.admin",
      username: user.username,
      exp: nowSeconds + client.accessMs / 1000,
      jti: newId(),
    };
    const id: JWTPayload = {
      ...shared,
      ...user.attributes,
      ...(user.attributes["email_verified"] && { email_verified: user.attributes["email_verified"] === "true" }),
      aud: client.clientId,
      token_use: "id",
      "cognito:username": user.username,
      exp: nowSeconds + client.idMs / 1000,
      jti: newId(),
    };
    const [AccessToken, IdToken] = await Promise.all([key.sign(access), key.sign(id)]);
    return { AccessToken, IdToken, ExpiresIn: client.accessMs / 1000, TokenType: "Bearer" };
  };

  const revokeAll = ({ poolId, username }: User): void => {
    sql("DELETE FROM refresh_tokens WHERE pool_id = ? AND username = ?").run(poolId, username);
  };

  return {
    revokeAll,

    signIn: async (client: Client, user: User): Promise<AuthenticationResult> => {
      const signedIn = { originId: newId(), signedInMs: now() };
      const refreshToken = randomBytes(48).toString("base64url");
      sql("DELETE FROM refresh_tokens WHERE pool_id = ? AND username = ? AND expires_ms < ?").run(
        user.poolId,
        user.username,
        now() - LONGEST_ACCESS_MS,
      );
      sql("INSERT INTO refresh_tokens VALUES (?, ?, ?, ?, ?, ?, ?)").run(
        hashOf(refreshToken),
        signedIn.originId,
        user.poolId,
        user.username,
        client.clientId,
        signedIn.signedInMs,
        now() + client.refreshMs,
      );
      return { ...(await issue(client, user, signedIn)), RefreshToken: refreshToken };
    },

    refresh: async (client: Client, refreshToken: string): Promise<AuthenticationResult> => {
      const row = sql("SELECT * FROM refresh_tokens WHERE token_hash = ?").get(hashOf(refreshToken));
      if (!row || text(row, "client_id") !== client.clientId) throw notAuthorized("Invalid Refresh Token");
      if (integer(row, "expires_ms") <= now()) throw notAuthorized("Refresh Token has expired");
      const user = users.find(client.poolId, text(row, "username"));
      if (!user?.enabled) throw notAuthorized("User is disabled.");
      return issue(client, user, { originId: text(row, "origin_id"), signedInMs: integer(row, "signed_in_ms") });
    },

    /** Ends the sign-in of a refresh token. One that is not known is ended already. */
    revoke: (client: Client, refreshToken: string): void => {
      sql("DELETE FROM refresh_tokens WHERE token_hash = ? AND client_id = ?").run(
        hashOf(refreshToken),
        client.clientId,
      );
    },

    /** Whose access token this is, for the calls that take one; throws when it is not good any more. */
    bearer: async (accessToken: string, clients: readonly Client[]): Promise<User> => {
      for (const { poolId, clientId } of clients) {
        const verified = await verify(accessToken, { issuer: issuerOf(poolId), audience: [clientId] });
        if (verified.state === "refused" && verified.reason === "ERR_JWT_EXPIRED")
          throw notAuthorized("Access Token has expired");
        if (verified.state === "refused" || verified.claims["token_use"] !== "access") continue;
        const origin = sql("SELECT 1 FROM refresh_tokens WHERE origin_id = ?").get(
          String(verified.claims["origin_jti"]),
        );
        const user = users.findBySub(poolId, String(verified.claims.sub));
        if (!origin || !user) throw notAuthorized("Access Token has been revoked");
        if (!user.enabled) throw notAuthorized("User is disabled.");
        return user;
      }
      throw notAuthorized("Invalid Access Token");
    },
  };
};

export type TokenIssuer = ReturnType<typeof tokenIssuer>;

/** Rows of expired sign-ins stay as long as an access token from them may live, so that it is not seen as revoked. */
const LONGEST_ACCESS_MS = 24 * 3_600_000;

const hashOf = (token: string): string => createHash("sha256").update(token).digest("base64url");
