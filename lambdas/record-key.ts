import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import type { InstallationKey, WorkRecord } from "../core/my-work/work-record.ts";

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 7). */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

/** The private key of a seed of 32 bytes, base64url. Any other length is a fault. */
const privateKeyOf = (seed: string): KeyObject => {
  const bytes = Buffer.from(seed, "base64url");
  if (bytes.length !== 32) throw new Error(`the key of records has ${bytes.length} bytes, not 32`);
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, bytes]), format: "der", type: "pkcs8" });
};

/** The public half of the key that this seed gives. */
export const publicKeyOf = (seed: string): InstallationKey => {
  const { x = "" } = createPublicKey(privateKeyOf(seed)).export({ format: "jwk" });
  const thumbprint = createHash("sha256").update(JSON.stringify({ crv: "Ed25519", kty: "OKP", x }));
  return { kty: "OKP", crv: "Ed25519", x, kid: thumbprint.digest("base64url"), use: "sig", alg: "EdDSA" };
};

/** A record as a compact JWS. The same record and seed give the same text. */
export const signRecord = (record: WorkRecord, seed: string): string => {
  const part = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString("base64url");
  const signed = `${part({ alg: "EdDSA", kid: publicKeyOf(seed).kid, typ: "JWS" })}.${part(record)}`;
  return `${signed}.${sign(null, Buffer.from(signed), privateKeyOf(seed)).toString("base64url")}`;
};
