import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";

/** Claims as a JWT authorizer hands them to a function: all as text, lists as `[a b]`. */
export type Claims = Readonly<Record<string, string>>;

export interface JwtAuthorizer {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Public keys of an issuer; undefined for one that is not of this cloud. */
  readonly keysOf: (issuer: string) => Promise<JSONWebKeySet | undefined>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Reads the `Authorization` header as an HTTP API's JWT authorizer does: signature, issuer, times, and the audience in
 * `aud`, or in `client_id` where there is no `aud`. ID and access tokens pass alike; which of them counts is for the
 * function to say. Undefined means 401.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export const authorize = async (
  header: string | undefined,
  { issuer, audience, keysOf, now }: JwtAuthorizer,
): Promise<Claims | undefined> => {
  const token = /^(?:Bearer +)?([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header ?? "")?.[1];
  const keys = token && (await keysOf(issuer));
  if (!token || !keys) return undefined;
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer,
      algorithms: ["RS256", "RS384", "RS512"],
      currentDate: new Date(now()),
      requiredClaims: ["exp", "iat"],
    });
    return meantFor(payload, audience) ? asText(payload) : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
};

const meantFor = (payload: JWTPayload, audience: readonly string[]): boolean => {
  const given = payload.aud ?? payload["client_id"];
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  return list.some((one) => typeof one === "string" && audience.includes(one));
};

const asText = (payload: JWTPayload): Claims =>
  Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? `[${value.map(String).join(" ")}]`
        : typeof value === "object"
          ? JSON.stringify(value)
          : String(value),
    ]),
  );
