import { stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LocalSignIn, startLocalSignIn } from "../../contract/support/sign-in-world.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PASSWORD = "long enough 1";
const WRONG = "wrong but long 1";
const EXCEEDED = { message: "Password attempts exceeded" };
const INCORRECT = { message: "Incorrect username or password." };

let nowMs: number;
let signIn: LocalSignIn;
beforeEach(async () => {
  nowMs = 1_760_000_000_000;
  signIn = await startLocalSignIn({ now: () => nowMs });
});
afterEach(() => signIn.close());

interface Result {
  readonly Session?: string;
  readonly ChallengeName?: string;
  readonly AuthenticationResult?: { readonly AccessToken: string; readonly RefreshToken?: string };
}
const call = async (name: string, input: object): Promise<Result> => (await signIn.running.call(name, input)) as Result;
const enter = (USERNAME: string, attempt = PASSWORD) =>
  call("InitiateAuth", {
    ClientId: signIn.clientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME, PASSWORD: attempt },
  });
const renew = (REFRESH_TOKEN = "") =>
  call("InitiateAuth", {
    ClientId: signIn.clientId,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN },
  });
const person = (Username: string) => ({ UserPoolId: signIn.poolId, Username });
const settle = async (Username: string) => {
  await call("AdminCreateUser", { ...person(Username), MessageAction: "SUPPRESS" });
  await call("AdminSetUserPassword", { ...person(Username), Password: PASSWORD, Permanent: true });
};

describe("as time goes by", () => {
  it("an access token ends after ten minutes, a refresh token after two hours, as the client says", async () => {
    await settle("a");
    const { AuthenticationResult: tokens } = await enter("a");
    const expected = { issuer: signIn.running.issuerOf(signIn.poolId), audience: [signIn.clientId] };
    const verify = async () => (await signIn.running.verify(tokens?.AccessToken ?? "", expected)).state;
    nowMs += 10 * MINUTE - SECOND;
    expect(await verify()).toBe("verified");
    nowMs += SECOND;
    expect(await verify()).toBe("refused");
    await expect(call("GetUser", { AccessToken: tokens?.AccessToken })).rejects.toThrow("Access Token has expired");
    nowMs += 2 * HOUR - 10 * MINUTE - SECOND;
    await expect(renew(tokens?.RefreshToken)).resolves.toBeDefined();
    nowMs += SECOND;
    await expect(renew(tokens?.RefreshToken)).rejects.toThrow("Refresh Token has expired");
  });

  it("a challenge ends after three minutes, a temporary password after seven days", async () => {
    await call("AdminCreateUser", { ...person("late"), TemporaryPassword: PASSWORD, MessageAction: "SUPPRESS" });
    const { Session } = await enter("late");
    nowMs += 3 * MINUTE;
    const answer = {
      ClientId: signIn.clientId,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session,
      ChallengeResponses: { USERNAME: "late", NEW_PASSWORD: "an own password 1" },
    };
    await expect(call("RespondToAuthChallenge", answer)).rejects.toThrow("session is expired");
    expect((await enter("late")).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    nowMs += 7 * DAY;
    await expect(enter("late")).rejects.toThrow("Temporary password has expired");
  });

  it("a locked name opens again, after one second, then two, four and so on up to a quarter of an hour", async () => {
    await settle("guessed");
    for (let guess = 0; guess < 5; guess += 1) await expect(enter("guessed", WRONG)).rejects.toMatchObject(INCORRECT);
    for (const lockSeconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      nowMs += lockSeconds * SECOND - 1;
      await expect(enter("guessed")).rejects.toMatchObject(EXCEEDED);
      nowMs += 1;
      await expect(enter("guessed", WRONG)).rejects.toMatchObject(INCORRECT);
    }
    nowMs += 15 * MINUTE;
    await expect(enter("guessed", WRONG)).rejects.toMatchObject(INCORRECT);
    nowMs += 30 * MINUTE;
    for (let guess = 0; guess < 4; guess += 1) await expect(enter("guessed", WRONG)).rejects.toMatchObject(INCORRECT);
    await expect(enter("guessed")).resolves.toHaveProperty("AuthenticationResult");
    await expect(enter("guessed", WRONG)).rejects.toMatchObject(INCORRECT);
    await expect(enter("guessed")).resolves.toBeDefined();
  });

  it("a stranger's name is locked like a known one", async () => {
    for (let guess = 0; guess < 5; guess += 1) await expect(enter("nobody", WRONG)).rejects.toMatchObject(INCORRECT);
    await expect(enter("nobody", WRONG)).rejects.toMatchObject(EXCEEDED);
  });

  it("fifty guesses at once are five guesses", async () => {
    await settle("flooded");
    const guesses = await Promise.allSettled(Array.from({ length: 50 }, () => enter("flooded", WRONG)));
    const reasons = guesses.map((guess) => (guess.status === "rejected" ? String(guess.reason.message) : "in"));
    expect(reasons.filter((reason) => reason === INCORRECT.message)).toHaveLength(5);
    expect(reasons.filter((reason) => reason === EXCEEDED.message)).toHaveLength(45);
  });

  it("a password set by an administrator voids the challenge that waits for the old one", async () => {
    await call("AdminCreateUser", { ...person("swift"), TemporaryPassword: PASSWORD, MessageAction: "SUPPRESS" });
    const { Session } = await enter("swift");
    await call("AdminSetUserPassword", { ...person("swift"), Password: "another temporary 1", Permanent: false });
    const answer = {
      ClientId: signIn.clientId,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session,
      ChallengeResponses: { USERNAME: "swift", NEW_PASSWORD: "an own password 1" },
    };
    await expect(call("RespondToAuthChallenge", answer)).rejects.toThrow("Invalid session");
  });
});

describe("the folder", () => {
  it("brings back accounts, ids, key and sign-ins after a restart", async () => {
    await settle("lasting");
    await call("AdminAddUserToGroup", { ...person("lasting"), GroupName: "vendor" });
    const { AuthenticationResult: tokens } = await enter("lasting");
    const { folder, poolId, clientId } = signIn;
    const { jwks } = signIn.running;
    const again = await startLocalSignIn({ folder, now: () => nowMs, newId: () => "must-not-be-needed" });
    expect([again.poolId, again.clientId, again.running.jwks]).toEqual([poolId, clientId, jwks]);
    const expected = { issuer: again.running.issuerOf(poolId), audience: [clientId] };
    expect(await again.running.verify(tokens?.AccessToken ?? "", expected)).toMatchObject({
      claims: { "cognito:groups": ["vendor"] },
    });
    await again.close();
  });

  it("is for its owner's eyes only, and holds no password", async () => {
    await settle("private");
    const file = join(signIn.folder, "sign-in.sqlite");
    expect((await stat(file)).mode & 0o077).toBe(0);
    const { readFile } = await import("node:fs/promises");
    const bytes = Buffer.concat([await readFile(file), await readFile(`${file}-wal`)]);
    expect(bytes.includes("private")).toBe(true);
    expect(bytes.includes(PASSWORD)).toBe(false);
  });
});
