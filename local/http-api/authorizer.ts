import type { JWTPayload } from "jose";
import type { VerifyToken } from "../sign-in/verify-token.ts";

/** Claims as a JWT authorizer hands them to a function: all as text, lists as `[a b]`. */
export type Claims = Readonly<Record<string, string>>;

export interface JwtAuthorizer {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly verify: VerifyToken;
}

/**
 * Reads the `Authorization` header as an HTTP API's JWT authorizer does. ID and access tokens pass alike; which of
 * them counts is for the function to say. Undefined means 401.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export const authorize = async (
  header: string | undefined,
  { issuer, audience, verify }: JwtAuthorizer,
): Promise<Claims | undefined> => {
  const token = /^(?:Bearer +)?([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(header ?? "")?.[1];
  if (!token) return undefined;
  const verified = await verify(token, { issuer, audience });
  return verified.state === "verified" ? asText(verified.claims) : undefined;
};

const asText = (claims: JWTPayload): Claims =>
  Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimText(value)]));

const claimText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(String).join(" ")}]`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};
