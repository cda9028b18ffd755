import { createLocalJWKSet, errors, type JWK, type JWTPayload, jwtVerify } from "jose";

export type Verified =
  | { readonly state: "verified"; readonly claims: JWTPayload }
  /** `reason` is for a log: a code such as `ERR_JWT_EXPIRED`, never the token. */
  | { readonly state: "refused"; readonly reason: string };

export interface Expected {
  readonly issuer: string;
  /** Client ids; an access token names its client in `client_id`, an id token in `aud`. */
  readonly audience: readonly string[];
}

export type VerifyToken = (token: string, expected: Expected) => Promise<Verified>;

/**
 * Checks a token as API Gateway's JWT authorizer does: RS256 by this folder's key, issuer, time, and `aud`, or
 * `client_id` where there is no `aud`. Which kind of token it is (`token_use`) stays with the caller.
 */
export const tokenVerifier = (publicJwk: JWK, now: () => number): VerifyToken => {
  const keys = createLocalJWKSet({ keys: [publicJwk] });
  return async (token, { issuer, audience }) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ["RS256"],
        issuer,
        requiredClaims: ["exp", "iat", "sub"],
        currentDate: new Date(now()),
      });
      const named = payload.aud ?? payload["client_id"];
      const meant = (Array.isArray(named) ? named : [named]).some((one) => audience.includes(String(one)));
      return meant ? { state: "verified", claims: payload } : { state: "refused", reason: "other audience" };
    } catch (error) {
      if (error instanceof errors.JOSEError) return { state: "refused", reason: error.code };
      throw error;
    }
  };
};
