import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
} from "jose";
import { type Database, text } from "../database.ts";

export interface SigningKey {
  /** The public half, as `jwks.json` holds it. */
  readonly publicJwk: JWK;
  sign(claims: JWTPayload): Promise<string>;
}

const SETTING = "signing-key";

/** The RS256 key of this folder, made on its first start; it never leaves the folder. */
export const openSigningKey = async (database: Database): Promise<SigningKey> => {
  const stored = database.sql("SELECT value FROM settings WHERE name = ?").get(SETTING);
  const jwk: JWK = stored ? JSON.parse(text(stored, "value")) : await makeKey(database);
  const { kty, n, e } = jwk;
  if (kty !== "RSA" || n === undefined || e === undefined)
    throw new Error("the signing key of the sign-in is no RSA key");
  const kid = await calculateJwkThumbprint({ kty, n, e });
  const key = await importJWK(jwk, "RS256");
  return {
    publicJwk: { kty, n, e, kid, alg: "RS256", use: "sig" },
    sign: (claims) => new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid }).sign(key),
  };
};

const makeKey = async (database: Database): Promise<JWK> => {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  database.sql("INSERT INTO settings VALUES (?, ?)").run(SETTING, JSON.stringify(jwk));
  return jwk;
};
