import { randomBytes } from "node:crypto";
import type { Database } from "../database.ts";
import { accessClaims, idClaims, issuerOf } from "./claims.ts";
import type { Client } from "./pools.ts";
import { refreshStore } from "./refresh-store.ts";
import { notAuthorized } from "./sign-in-error.ts";
import type { SigningKey } from "./signing-key.ts";
import type { User, UserStore } from "./store.ts";
import type { VerifyToken } from "./verify-token.ts";

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

/** Refresh tokens are random and stored; access and id tokens are signed and stored nowhere. */
export const tokenIssuer = ({ database, users, key, verify, now, newId }: TokenParts) => {
  const refreshTokens = refreshStore(database);

  const issue = async (
    client: Client,
    user: User,
    signedIn: { readonly originId: string; readonly signedInMs: number },
  ): Promise<AuthenticationResult> => {
    const occasion = { ...signedIn, client, user, groups: users.groupsOf(user), nowMs: now(), newId };
    const [AccessToken, IdToken] = await Promise.all([key.sign(accessClaims(occasion)), key.sign(idClaims(occasion))]);
    return { AccessToken, IdToken, ExpiresIn: client.accessMs / 1000, TokenType: "Bearer" };
  };

  return {
    /** The refresh token is stored before anything is signed: whoever revokes from now on revokes it too. */
    signIn: async (client: Client, user: User): Promise<AuthenticationResult> => {
      const [RefreshToken, originId, signedInMs] = [randomBytes(48).toString("base64url"), newId(), now()];
      refreshTokens.add(RefreshToken, user.poolId, {
        originId,
        username: user.username,
        clientId: client.clientId,
        signedInMs,
        expiresMs: signedInMs + client.refreshMs,
      });
      return { ...(await issue(client, user, { originId, signedInMs })), RefreshToken };
    },

    refresh: async (client: Client, refreshToken: string): Promise<AuthenticationResult> => {
      const signedIn = refreshTokens.find(refreshToken);
      if (signedIn?.clientId !== client.clientId) throw notAuthorized("Invalid Refresh Token");
      if (signedIn.expiresMs <= now()) throw notAuthorized("Refresh Token has expired");
      const user = users.find(client.poolId, signedIn.username);
      if (!user?.enabled) throw notAuthorized("User is disabled.");
      return issue(client, user, signedIn);
    },

    /** Ends the sign-in of a refresh token. One that is not known is ended already. */
    revoke: (client: Client, refreshToken: string): void => refreshTokens.remove(refreshToken, client.clientId),

    revokeAll: (user: User): void => refreshTokens.removeAllOf(user),

    /** Whose access token this is, for the calls that take one; throws when it is not good any more. */
    bearer: async (accessToken: string, clients: readonly Client[]): Promise<User> => {
      for (const { poolId, clientId } of clients) {
        const verified = await verify(accessToken, { issuer: issuerOf(poolId), audience: [clientId] });
        if (verified.state === "refused" && verified.reason === "ERR_JWT_EXPIRED")
          throw notAuthorized("Access Token has expired");
        if (verified.state === "refused" || verified.claims["token_use"] !== "access") continue;
        const user = users.findBySub(poolId, String(verified.claims.sub));
        if (!user || !refreshTokens.hasOrigin(String(verified.claims["origin_jti"])))
          throw notAuthorized("Access Token has been revoked");
        if (!user.enabled) throw notAuthorized("User is disabled.");
        return user;
      }
      throw notAuthorized("Invalid Access Token");
    },
  };
};

export type TokenIssuer = ReturnType<typeof tokenIssuer>;
