import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callerWho, clientOf, GROUP } from "../../contract/support/sign-in-world.ts";

const caller = callerWho(() => true, "AKIDDURABILITY");
let folder: string;
let running: ChildProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sign-in-kill-"));
});
afterAll(async () => {
  await kill();
  await rm(folder, { recursive: true, force: true });
});

interface Started {
  readonly client: CognitoIdentityProviderClient;
  readonly poolId: string;
  readonly clientId: string;
}

const start = async (): Promise<Started> => {
  const script = new URL("./sign-in-process.ts", import.meta.url).pathname;
  running = spawn(process.execPath, [script, folder, caller.accessKeyId, caller.secretAccessKey], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (!running.stdout) throw new Error("the process has no output");
  const [line] = await once(running.stdout, "data");
  const { url, poolId, clientId } = JSON.parse(String(line)) as { url: string; poolId: string; clientId: string };
  return { client: clientOf(url, caller), poolId, clientId };
};

const kill = async (): Promise<void> => {
  if (!running || running.signalCode) return;
  const gone = once(running, "exit");
  running.kill("SIGKILL");
  await gone;
};

const PASSWORD = "long enough 1";
const signIn = async ({ client, clientId }: Started, USERNAME: string) => {
  const AuthParameters = { USERNAME, PASSWORD };
  const command = new InitiateAuthCommand({ ClientId: clientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
  return (await client.send(command)).AuthenticationResult;
};

/** Makes accounts until the process dies; returns those that were acknowledged to the last step, and their tokens. */
const invite = async (started: Started, atOnce: number, untilAccounts: number) => {
  const accounts: { readonly name: string; readonly refreshToken: string }[] = [];
  const { client, poolId: UserPoolId } = started;
  const inviter = async (n: number): Promise<void> => {
    for (let count = 0; ; count += 1) {
      const name = `p${n}-${count}`;
      const person = { UserPoolId, Username: name };
      await client.send(new AdminCreateUserCommand({ ...person, MessageAction: "SUPPRESS" }));
      await client.send(new AdminSetUserPasswordCommand({ ...person, Password: PASSWORD, Permanent: true }));
      await client.send(new AdminAddUserToGroupCommand({ ...person, GroupName: GROUP }));
      const tokens = await signIn(started, name);
      accounts.push({ name, refreshToken: tokens?.RefreshToken ?? "" });
      if (accounts.length >= untilAccounts) void kill();
    }
  };
  await Promise.allSettled(Array.from({ length: atOnce }, (_, n) => inviter(n)));
  return accounts;
};

describe("a sign-in whose process is killed while accounts are made", () => {
  it("lets every acknowledged person in, in her group, and renews every sign-in", async () => {
    const accounts = await invite(await start(), 6, 40);
    const again = await start();
    for (const { name, refreshToken } of accounts) {
      expect(decodeJwt((await signIn(again, name))?.AccessToken ?? "")["cognito:groups"]).toEqual([GROUP]);
      const AuthParameters = { REFRESH_TOKEN: refreshToken };
      const renewed = await again.client.send(
        new InitiateAuthCommand({ ClientId: again.clientId, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters }),
      );
      expect(renewed.AuthenticationResult?.AccessToken).toBeDefined();
    }
    expect(accounts.length).toBeGreaterThanOrEqual(40);
    again.client.destroy();
  });
});
