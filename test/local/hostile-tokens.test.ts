import { createHmac } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { authorize, type JwtAuthorizer } from "../../local/http-api/authorizer.ts";
import { tokenVerifier } from "../../local/sign-in/verify-token.ts";

const ISSUER = "https://sign-in.example/pool";
const encoded = (text: string | Buffer): string => Buffer.from(text).toString("base64url");
const RS256 = encoded(`{"alg":"RS256","typ":"JWT"}`);

describe("a token that a stranger made", () => {
  let authorizer: JwtAuthorizer;
  let genuine: string;
  let publicKey: string;
  let sign: (claims: Record<string, unknown>) => Promise<string>;
  beforeAll(async () => {
    const keys = await generateKeyPair("RS256", { extractable: true });
    const jwk = await exportJWK(keys.publicKey);
    publicKey = JSON.stringify(jwk);
    authorizer = { issuer: ISSUER, audience: ["page"], verify: tokenVerifier(jwk, Date.now) };
    sign = (claims) =>
      new SignJWT({ client_id: "page", token_use: "access", ...claims })
        .setProtectedHeader({ alg: "RS256" })
        .setSubject("someone")
        .setIssuer(ISSUER)
        .setIssuedAt()
        .setExpirationTime("1h")
        .sign(keys.privateKey);
    genuine = await sign({});
  });
  const claims = encoded(`{"sub":"someone","iss":"${ISSUER}","client_id":"page","iat":1,"exp":99999999999}`);
  const signature = (): string => genuine.split(".")[2] ?? "";
  const hmac = (head: string): string =>
    createHmac("sha256", publicKey).update(`${head}.${claims}`).digest("base64url");

  it.each<readonly [what: string, make: () => string]>([
    ["says that it needs no signature", () => `${encoded(`{"alg":"none"}`)}.${claims}.`],
    ["says so in other letters", () => `${encoded(`{"alg":"nOnE"}`)}.${claims}.`],
    [
      "is signed with the public key as a password",
      () => `${encoded(`{"alg":"HS256"}`)}.${claims}.${hmac(encoded(`{"alg":"HS256"}`))}`,
    ],
    ["brings its own key", () => `${encoded(`{"alg":"RS256","jwk":${publicKey}}`)}.${claims}.${signature()}`],
    [
      "says where its key is",
      () => `${encoded(`{"alg":"RS256","jku":"https://evil.example/keys"}`)}.${claims}.${signature()}`,
    ],
    ["has other claims under a genuine signature", () => `${RS256}.${claims}.${signature()}`],
    ["says its algorithm twice", () => `${encoded(`{"alg":"none","alg":"RS256"}`)}.${claims}.${signature()}`],
    [
      "has a head nested ten thousand deep",
      () => `${encoded(`{"alg":${"[".repeat(10_000)}${"]".repeat(10_000)}}`)}.${claims}.x`,
    ],
    ["has a head that is JavaScript's own", () => `${encoded(`{"__proto__":{"alg":"none"}}`)}.${claims}.`],
    ["has a head of five megabytes", () => `${encoded(`{"alg":"RS256","x":"${"x".repeat(5_000_000)}"}`)}.${claims}.x`],
    ["has a head that is no text", () => `${encoded(Buffer.from([0xff, 0xfe]))}.${claims}.x`],
    [
      "asks for what nobody understands",
      () => `${encoded(`{"alg":"RS256","crit":["b64"],"b64":false}`)}.${claims}.${signature()}`,
    ],
    ["has five parts", () => `${RS256}.${claims}.${signature()}.${signature()}.${signature()}`],
    ["has no parts", () => "...."],
    ["is a megabyte of dots", () => ".".repeat(1_000_000)],
  ])("and that %s lets nobody in, and breaks nothing", async (_, make) => {
    expect(await authorize(`Bearer ${make()}`, authorizer)).toBeUndefined();
    expect(await authorize(`Bearer ${genuine}`, authorizer)).toMatchObject({ sub: "someone" });
  });

  it("of ours with hostile claims hands them on as texts, under no name but their own", async () => {
    const token = await sign({ constructor: { prototype: 1 }, "cognito:groups": ["annotator"], nested: { a: [1] } });
    const found = await authorize(`Bearer ${token}`, authorizer);
    expect(found).toMatchObject({ constructor: `{"prototype":1}`, "cognito:groups": "[annotator]" });
    expect(Reflect.get({}, "prototype")).toBeUndefined();
  });
});
