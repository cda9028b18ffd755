import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Caller } from "../../../local/access/caller.ts";
import { type RunningSignIn, type SignInOptions, startSignIn } from "../../../local/sign-in/start-sign-in.ts";

/** Set to point the same promises at AWS itself, with the default credentials and region. */
export const onAws = process.env["LABELLOOP_CONTRACT_AWS"] === "1";

export const PAGE = "http://127.0.0.1:8080";

const administrator: Caller = {
  accessKeyId: "AKIDSIGNINTEST",
  secretAccessKey: "secret-of-the-sign-in-test",
  name: "operator",
  allows: () => true,
};

export const callerWho = (allows: Caller["allows"], accessKeyId = "AKIDOTHER"): Caller => ({
  ...administrator,
  accessKeyId,
  name: `function ${accessKeyId}`,
  allows,
});

export const clientOf = (url: string, caller: Caller = administrator): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: caller.accessKeyId, secretAccessKey: caller.secretAccessKey },
    maxAttempts: 1,
  });

/** Hashes that cost next to nothing: what is tested is what happens, not how long guessing takes. */
export const CHEAP = { cost: 2 ** 4, blockSize: 8, parallel: 1 };

export const POOL_PROPERTIES = {
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
  Policies: { PasswordPolicy: { MinimumLength: 10, RequireNumbers: true, TemporaryPasswordValidityDays: 7 } },
  UsernameConfiguration: { CaseSensitive: false },
};

export const CLIENT_PROPERTIES = {
  ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  AccessTokenValidity: 10,
  IdTokenValidity: 20,
  RefreshTokenValidity: 2,
  TokenValidityUnits: { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "hours" },
  PreventUserExistenceErrors: "ENABLED",
};

export const GROUP = "vendor";

export interface SignInWorld {
  readonly client: CognitoIdentityProviderClient;
  readonly poolId: string;
  readonly clientId: string;
  close(): Promise<void>;
}

export interface LocalSignIn extends SignInWorld {
  readonly running: RunningSignIn;
  readonly folder: string;
}

/** The embedded sign-in in a folder of its own (gone when closed), with one pool, client and group. */
export const startLocalSignIn = async (
  options: Partial<SignInOptions> = {},
  callers: readonly Caller[] = [],
): Promise<LocalSignIn> => {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "sign-in-")));
  const known = new Map([administrator, ...callers].map((caller) => [caller.accessKeyId, caller]));
  const running = await startSignIn({
    port: 0,
    findCaller: (accessKeyId) => known.get(accessKeyId),
    now: Date.now,
    newId: randomUUID,
    allowedOrigins: [PAGE],
    passwordCost: CHEAP,
    ...options,
    folder,
  });
  const poolId = running.createPool("Pool", POOL_PROPERTIES);
  const clientId = running.createClient(poolId, "Page", { ...CLIENT_PROPERTIES, UserPoolId: poolId });
  running.createGroup(poolId, GROUP);
  const client = clientOf(running.url);
  const close = async () => {
    client.destroy();
    await running.close();
    if (!options.folder) await rm(folder, { recursive: true, force: true });
  };
  return { client, poolId, clientId, running, folder, close };
};

/** AWS or the embedded sign-in, whichever this run is about. */
export const openWorld = async (): Promise<SignInWorld> => {
  if (!onAws) return startLocalSignIn();
  const client = new CognitoIdentityProviderClient({});
  const PoolName = `contract-${process.pid}-${Date.now().toString(36)}`;
  const { UserPool } = await client.send(
    new CreateUserPoolCommand({ ...POOL_PROPERTIES, PoolName, UserPoolTier: "LITE" }),
  );
  const poolId = UserPool?.Id ?? "";
  const { UserPoolClient } = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: "page",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
      AccessTokenValidity: CLIENT_PROPERTIES.AccessTokenValidity,
      IdTokenValidity: CLIENT_PROPERTIES.IdTokenValidity,
      RefreshTokenValidity: CLIENT_PROPERTIES.RefreshTokenValidity,
      TokenValidityUnits: { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "hours" },
      PreventUserExistenceErrors: "ENABLED",
    }),
  );
  await client.send(new CreateGroupCommand({ UserPoolId: poolId, GroupName: GROUP }));
  const close = async () => {
    await client.send(new DeleteUserPoolCommand({ UserPoolId: poolId }));
    client.destroy();
  };
  return { client, poolId, clientId: UserPoolClient?.ClientId ?? "", close };
};
