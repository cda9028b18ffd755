import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import type { JWK } from "jose";
import type { FindCaller } from "../access/caller.ts";
import { startLoopbackServer } from "../access/loopback-server.ts";
import { keyLocks } from "../key-locks.ts";
import { adminCalls } from "./admin-calls.ts";
import type { Call, CallParts } from "./call.ts";
import { issuerOf } from "./claims.ts";
import { signInFront } from "./front.ts";
import { openLockout } from "./lockout.ts";
import { type HashCost, USUAL_COST } from "./password.ts";
import { openPools, type Pools } from "./pools.ts";
import { openSessions } from "./sessions.ts";
import { SignInError } from "./sign-in-error.ts";
import { openSigningKey } from "./signing-key.ts";
import { openSignInDatabase, userStore } from "./store.ts";
import { tokenIssuer } from "./tokens.ts";
import { userCalls } from "./user-calls.ts";
import { tokenVerifier, type VerifyToken } from "./verify-token.ts";

export interface SignInOptions {
  /** Where accounts and the signing key are kept; made if it is not there, and readable by its owner only. */
  readonly folder: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly findCaller: FindCaller;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A fresh UUID: for `sub`, for pool and client ids, for tokens. */
  readonly newId: () => string;
  /** Origins of the pages that may sign people in, e.g. `http://127.0.0.1:8080`. */
  readonly allowedOrigins: readonly string[];
  /** `Host` headers to accept besides the loopback's, when a listening front passes requests on. */
  readonly allowedHosts?: readonly string[];
  readonly passwordCost?: HashCost;
  readonly onFault?: (error: unknown) => void;
}

export interface RunningSignIn extends Pick<Pools, "createPool" | "createClient" | "createGroup"> {
  /** For `AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER`, and for the page. */
  readonly url: string;
  readonly jwks: { readonly keys: readonly JWK[] };
  /** The issuer in a pool's tokens: AWS's address, so that the template's authorizer needs no change. */
  issuerOf(poolId: string): string;
  readonly verify: VerifyToken;
  /** Any call in this process, e.g. `AdminCreateUser` for a first account; throws `SignInError`. */
  call(name: string, input: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/** The few calls of Amazon Cognito that Labelloop makes, on 127.0.0.1, kept in a folder. Every change is synced. */
export const startSignIn = async (options: SignInOptions): Promise<RunningSignIn> => {
  const { folder, port, findCaller, now, newId, allowedOrigins, allowedHosts = [] } = options;
  const onFault = options.onFault ?? ((error: unknown) => console.error("sign-in:", error));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "sign-in.sqlite");
  await (await open(path, "a", 0o600)).close();
  const database = openSignInDatabase(path);
  const key = await openSigningKey(database);
  const verify = tokenVerifier(key.publicJwk, now);
  const users = userStore(database);
  const pools = openPools(database, newId, now);
  const parts: CallParts = {
    pools,
    users,
    tokens: tokenIssuer({ database, users, key, verify, now, newId }),
    sessions: openSessions(now),
    lockout: openLockout(database, now),
    withKeys: keyLocks(),
    passwordCost: options.passwordCost ?? USUAL_COST,
    now,
    newId,
  };
  const run = (name: string, input: unknown): Promise<unknown> => callNamed(name).run(input, parts);
  const isSigned = (name: string) => Object.hasOwn(adminCalls, name);
  const front = signInFront({
    allowedOrigins,
    allowedHosts,
    findCaller,
    now,
    onFault,
    publicJwk: key.publicJwk,
    isSigned,
    run,
  });
  const server = await startLoopbackServer(port, front, onFault);
  return {
    url: server.url,
    jwks: { keys: [key.publicJwk] },
    issuerOf,
    verify,
    createPool: pools.createPool,
    createClient: pools.createClient,
    createGroup: pools.createGroup,
    call: run,
    close: async () => {
      await server.close();
      database.close();
    },
  };
};

const callNamed = (name: string): Call => {
  const found = [userCalls, adminCalls].find((calls) => Object.hasOwn(calls, name))?.[name];
  if (!found) throw new SignInError("UnknownOperationException", `the embedded sign-in does not imitate ${name}`);
  return found;
};
