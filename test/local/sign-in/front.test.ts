import { request as httpRequest } from "node:http";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { base64url, exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  CLIENT_PROPERTIES,
  callerWho,
  clientOf,
  type LocalSignIn,
  PAGE,
  POOL_PROPERTIES,
  startLocalSignIn,
} from "../../contract/support/sign-in-world.ts";

let asked: (readonly [string, string])[] = [];
let allowed = true;
const accept = callerWho((action, resource) => {
  asked.push([action, resource]);
  return allowed;
}, "AKIDACCEPT");

let signIn: LocalSignIn;
const faults: unknown[] = [];
beforeAll(async () => {
  signIn = await startLocalSignIn({ onFault: (error) => faults.push(error) }, [accept]);
});
afterAll(() => signIn.close());
beforeEach(() => {
  asked = [];
  allowed = true;
});

const post = (call: string, input: unknown, headers: Record<string, string> = {}) =>
  fetch(signIn.running.url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${call}`,
      ...headers,
    },
    body: typeof input === "string" ? input : JSON.stringify(input),
  });

describe("the sign-in's front", () => {
  it("lets the page of an allowed origin in, with what its browser asks before", async () => {
    const preflight = await fetch(signIn.running.url, {
      method: "OPTIONS",
      headers: {
        origin: PAGE,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,x-amz-target,amz-sdk-invocation-id",
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe(PAGE);
    expect(preflight.headers.get("access-control-allow-headers")).toBe("*");
    const answer = await post("InitiateAuth", {}, { origin: PAGE });
    expect(answer.headers.get("access-control-allow-origin")).toBe(PAGE);
    expect(await answer.json()).toMatchObject({ __type: "InvalidParameterException" });
  });

  it("refuses other origins and other names for this machine", async () => {
    const foreign = await post("InitiateAuth", {}, { origin: "https://evil.example" });
    expect(foreign.status).toBe(403);
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
    const rebound = await new Promise((resolve, reject) => {
      const sent = httpRequest(signIn.running.url, { method: "POST", headers: { host: "evil.example" } }, (answer) =>
        resolve(answer.resume().statusCode),
      );
      sent.on("error", reject).end("{}");
    });
    expect(rebound).toBe(403);
  });

  it("shows the public key, and nothing of the private one", async () => {
    const answer = await fetch(`${signIn.running.url}/${signIn.poolId}/.well-known/jwks.json`);
    const { keys } = (await answer.json()) as { keys: Record<string, string>[] };
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
    expect(keys).toEqual(signIn.running.jwks.keys);
  });

  it.each(["null", "[]", "{", "", "7"])("refuses the body %s and goes on", async (body) => {
    const answer = await post("InitiateAuth", body);
    expect(answer.status).toBe(400);
    expect(faults).toEqual([]);
  });

  it("refuses a call that it does not imitate by its name, and an unknown parameter by its", async () => {
    const signUp = new SignUpCommand({ ClientId: signIn.clientId, Username: "a", Password: "b" });
    await expect(signIn.client.send(signUp)).rejects.toMatchObject({
      name: "UnknownOperationException",
      message: expect.stringContaining("SignUp"),
    });
    const strange = {
      ClientId: signIn.clientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: {},
      ClientMetadata: {},
    };
    expect(await (await post("InitiateAuth", strange)).json()).toMatchObject({
      __type: "InvalidParameterException",
      message: expect.stringContaining("ClientMetadata"),
    });
  });

  it("asks for the caller's permission on the pool, for signed calls", async () => {
    const client = clientOf(signIn.running.url, accept);
    const arn = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${signIn.poolId}`;
    await client.send(new ListUsersCommand({ UserPoolId: signIn.poolId }));
    expect(asked).toEqual([["cognito-idp:ListUsers", arn]]);
    allowed = false;
    const create = { UserPoolId: signIn.poolId, Username: "denied", MessageAction: "SUPPRESS" as const };
    await expect(client.send(new AdminCreateUserCommand(create))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining(`is not authorized to perform: cognito-idp:AdminCreateUser on resource: ${arn}`),
    });
    allowed = true;
    await expect(
      client.send(new AdminGetUserCommand({ UserPoolId: signIn.poolId, Username: "denied" })),
    ).rejects.toMatchObject({ name: "UserNotFoundException" });
  });

  it("refuses an administrator's call without a signature, or with a wrong one", async () => {
    const unsigned = await post("AdminGetUser", { UserPoolId: signIn.poolId, Username: "a" });
    expect(await unsigned.json()).toMatchObject({ __type: "MissingAuthenticationTokenException" });
    const forger = clientOf(signIn.running.url, { ...accept, secretAccessKey: "guessed" });
    await expect(forger.send(new ListUsersCommand({ UserPoolId: signIn.poolId }))).rejects.toMatchObject({
      name: "InvalidSignatureException",
    });
  });
});

describe("a token", () => {
  const issue = async () => {
    const { poolId, clientId, running } = signIn;
    const name = `token-${Math.floor(performance.now() * 1000)}`;
    const person = { UserPoolId: poolId, Username: name };
    await running.call("AdminCreateUser", { ...person, MessageAction: "SUPPRESS" });
    await running.call("AdminSetUserPassword", { ...person, Password: "long enough 1", Permanent: true });
    const { AuthenticationResult } = await signIn.client.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: name, PASSWORD: "long enough 1" },
      }),
    );
    return AuthenticationResult?.AccessToken ?? "";
  };
  const expected = () => ({ issuer: signIn.running.issuerOf(signIn.poolId), audience: [signIn.clientId] });

  it("is verified for its own issuer and client only", async () => {
    const token = await issue();
    const { verify } = signIn.running;
    expect(await verify(token, expected())).toMatchObject({ state: "verified", claims: { token_use: "access" } });
    expect((await verify(token, { ...expected(), issuer: "https://other" })).state).toBe("refused");
    expect((await verify(token, { ...expected(), audience: ["other"] })).state).toBe("refused");
  });

  it("is refused when forged: no algorithm, a public key as secret, another key, changed claims", async () => {
    const token = await issue();
    const [header = "", payload = "", signature = ""] = token.split(".");
    const encode = (value: unknown) => base64url.encode(JSON.stringify(value));
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
    const none = `${encode({ alg: "none" })}.${payload}.`;
    const secret = new TextEncoder().encode(JSON.stringify(signIn.running.jwks.keys[0]));
    const kid = signIn.running.jwks.keys[0]?.kid ?? "";
    const symmetric = await new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid }).sign(secret);
    const { privateKey, publicKey } = await generateKeyPair("RS256");
    const other = await new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid }).sign(privateKey);
    const own = await new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", kid, jwk: await exportJWK(publicKey) })
      .sign(privateKey);
    const promoted = `${header}.${encode({ ...claims, "cognito:groups": ["operator"] })}.${signature}`;
    for (const forged of [none, symmetric, other, own, promoted, "", "a.b.c", `${token}x`])
      expect((await signIn.running.verify(forged, expected())).state).toBe("refused");
  });
});

describe("what a template may ask of the sign-in", () => {
  const pool = (more: object) => () => signIn.running.createPool("Other", { ...POOL_PROPERTIES, ...more });
  const client = (more: object) => () =>
    signIn.running.createClient(signIn.poolId, "Other", { ...CLIENT_PROPERTIES, ...more });

  it("is refused at start when it would have no effect here", () => {
    expect(pool({ LambdaConfig: {} })).toThrow(/LambdaConfig/);
    expect(pool({ MfaConfiguration: "ON" })).toThrow(/MfaConfiguration/);
    expect(pool({ AdminCreateUserConfig: {} })).toThrow(/sign-up/);
    expect(pool({ UsernameAttributes: ["email"] })).toThrow(/UsernameAttributes/);
    expect(client({ GenerateSecret: true })).toThrow(/GenerateSecret/);
    expect(client({ ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"] })).toThrow(/ALLOW_USER_SRP_AUTH/);
    expect(client({ TokenValidityUnits: { AccessToken: "years" } })).toThrow(/years/);
  });

  it("may be numbers and booleans written as text", () => {
    expect(client({ AccessTokenValidity: "5", GenerateSecret: "false" })).not.toThrow();
  });

  it("gets the same ids for the same logical ids", () => {
    expect(pool({})()).toBe(pool({})());
    expect(pool({})()).toMatch(/^us-east-1_LOCAL[A-Z]{4}$/);
    expect(client({})()).toBe(client({})());
    expect(client({})()).not.toBe(signIn.clientId);
  });

  it("tells a client of strangers unless it asked not to", async () => {
    const { PreventUserExistenceErrors: _hidden, ...legacy } = CLIENT_PROPERTIES;
    const ClientId = signIn.running.createClient(signIn.poolId, "Legacy", legacy);
    const AuthParameters = { USERNAME: "stranger", PASSWORD: "long enough 1" };
    const ask = signIn.running.call("InitiateAuth", { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
    await expect(ask).rejects.toMatchObject({ name: "UserNotFoundException" });
  });

  it("decides which ways to sign in there are", async () => {
    const ClientId = signIn.running.createClient(signIn.poolId, "Refresh", {
      ...CLIENT_PROPERTIES,
      ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
    });
    const AuthParameters = { USERNAME: "a", PASSWORD: "long enough 1" };
    const ask = signIn.running.call("InitiateAuth", { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
    await expect(ask).rejects.toMatchObject({ name: "InvalidParameterException", message: /not enabled/ });
  });
});
