import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { calculateJwkThumbprint, type JWK, SignJWT } from "jose";
import { genuineRecord } from "../../../cli/record-verify.ts";
import { type InstallationKey, recordFileText } from "../../../core/my-work/work-record.ts";
import { authorize } from "../../../local/http-api/authorizer.ts";
import { tokenVerifier } from "../../../local/sign-in/verify-token.ts";
import { bytesOf, type FuzzTarget, mustHold, orRefusal, seedsOf, textOf } from "../fuzz-target.ts";

const NOW_MS = Date.UTC(2026, 2, 4);
const ISSUER = "https://issuer.test/pool";
const CLIENT = "client-of-the-page";
const CLAIMS = { sub: "0b9b1c1e-5a57-4f3c-9d0a-7c1b2a3d4e5f", token_use: "access", client_id: CLIENT };

/**
 * Two tokens of one key. The key stands before each, so that the thread that tries them knows it; it is another in each
 * run, and what was found is tried again with the one that it was found with.
 */
const bearers = async (): Promise<readonly Uint8Array[]> => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const publicJwk = publicKey.export({ format: "jwk" });
  const kid = await calculateJwkThumbprint(publicJwk);
  const times = { iss: ISSUER, iat: NOW_MS / 1000, exp: NOW_MS / 1000 + 600 };
  const tokens = [{}, { "cognito:groups": ["vendor"] }].map((claims) =>
    new SignJWT({ ...times, ...CLAIMS, ...claims }).setProtectedHeader({ alg: "RS256", kid }).sign(privateKey),
  );
  return (await Promise.all(tokens)).map((token) => bytesOf(`${JSON.stringify(publicJwk)}\nBearer ${token}`));
};

const isGiven = (error: unknown): error is Error => error instanceof Error && error.message.startsWith("not genuine");

/** An Ed25519 key in PKCS #8, its 32 bytes all alike: the same on both threads. */
const recordKey = () =>
  createPrivateKey({
    key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.alloc(32, 7)]),
    format: "der",
    type: "pkcs8",
  });

export const tokenTargets: readonly FuzzTarget[] = [
  {
    name: "bearer-token",
    form: "bytes",
    covers: ["/local/sign-in/verify-token.ts", "/local/http-api/authorizer.ts", "/node_modules/jose/"],
    words: ["eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9", ".", "Bearer ", "e30", "=", "-", "_"],
    seeds: bearers,
    run: async (input) => {
      const [key = "", header = ""] = textOf(input).split("\n");
      const jwk = rsaKeyIn(key);
      if (!jwk) return { kind: "no-key" };
      const verify = tokenVerifier(jwk, () => NOW_MS);
      const claims = await authorize(header, { issuer: ISSUER, audience: [CLIENT], verify });
      if (!claims) return { kind: "refused" };
      mustHold(claims["sub"] === CLAIMS.sub && claims["iss"] === ISSUER, "only what was signed is believed");
      return { kind: "verified", said: claims };
    },
  },
  {
    name: "work-record",
    form: "json",
    covers: ["/cli/record-verify.ts"],
    words: ["jws", "record", "EdDSA", "none", "."],
    seeds: async () => {
      const key = installationKey();
      const record = { kind: "labelloop-work-record", name: "Nehma", issuedOn: "2026-03-04", projects: [] };
      const head = Buffer.from(JSON.stringify({ alg: "EdDSA", kid: key.kid })).toString("base64url");
      const body = Buffer.from(JSON.stringify(record)).toString("base64url");
      const signature = sign(null, Buffer.from(`${head}.${body}`), recordKey()).toString("base64url");
      const file = recordFileText({ record: record as never, jws: `${head}.${body}.${signature}` });
      return seedsOf(file, { record, jws: `${head}.${body}.${signature}` });
    },
    run: (input) => orRefusal(() => genuineRecord(textOf(input), installationKey()), isGiven),
  },
];

const installationKey = (): InstallationKey => {
  const { x = "" } = createPublicKey(recordKey()).export({ format: "jwk" });
  return { kty: "OKP", crv: "Ed25519", x, kid: "key-of-this-run", use: "sig", alg: "EdDSA" };
};

/** Only a key that can be one: that of the installation is never a stranger's to choose. */
const rsaKeyIn = (text: string): JWK | undefined => {
  try {
    const { kty, n, e }: JWK = JSON.parse(text);
    if (kty !== "RSA" || e !== "AQAB" || n === undefined) return undefined;
    const { asymmetricKeyDetails } = createPublicKey({ key: { kty, n, e }, format: "jwk" });
    return asymmetricKeyDetails?.modulusLength === 2048 ? { kty, n, e, alg: "RS256" } : undefined;
  } catch {
    return undefined;
  }
};
