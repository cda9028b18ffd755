import { type ReadonlySignal, signal } from "@preact/signals";
import { asProblem, Problem } from "../problem.ts";
import type { Granted, SignInResult, SignInService } from "./cognito.ts";
import { type StoredSession, type Tokens, type Who, whoIs } from "./stored.ts";

/** Who sits here. `expired`: we know her, drawing and queueing go on, only sending waits for her password. */
export type SessionState =
  | { readonly state: "out" }
  | { readonly state: "first-password"; readonly signInName: string; readonly challenge: string }
  | { readonly state: "in"; readonly who: Who }
  | { readonly state: "expired"; readonly who: Who };

export interface Session {
  readonly now: ReadonlySignal<SessionState>;
  readonly signIn: (signInName: string, password: string) => Promise<void>;
  readonly setFirstPassword: (password: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
  /** The access token, renewed when it has less than a minute to live. */
  readonly token: () => Promise<string | undefined>;
  /** The token it has without asking anybody: for what is sent while the page is closing. */
  readonly tokenNow: () => string | undefined;
  readonly renewToken: () => Promise<string | undefined>;
}

export interface SessionNeeds {
  readonly service: SignInService;
  readonly stored: StoredSession;
  readonly clock: () => number;
  /** Runs `task` while no other tab runs one of the same name. */
  readonly alone: <Result>(name: string, task: () => Promise<Result>) => Promise<Result>;
}

const RENEW_BEFORE_MS = 60_000;

/**
 * Tabs share one sign-in: it lies in localStorage, and a change made by another tab is taken over at once. A renewal
 * is asked for by one tab at a time; the others find its result.
 */
export const makeSession = ({ service, stored, clock, alone }: SessionNeeds): Session => {
  const now = signal<SessionState>({ state: "out" });
  let renewing: Promise<string | undefined> | undefined;

  const takeOver = (tokens: Tokens | undefined): void => {
    const known = now.value;
    if (!tokens) now.value = { state: "out" };
    else if (known.state !== "in" || known.who.personId !== tokens.who.personId) {
      now.value = { state: "in", who: tokens.who };
    }
  };
  takeOver(stored.read());
  stored.onChange(takeOver);

  const keep = (granted: Granted, refreshToken: string): string => {
    const tokens: Tokens = {
      accessToken: granted.accessToken,
      refreshToken: granted.refreshToken ?? refreshToken,
      expiresAtMs: clock() + granted.expiresInMs,
      who: whoIs(granted.accessToken),
    };
    stored.write(tokens);
    now.value = { state: "in", who: tokens.who };
    return tokens.accessToken;
  };

  const settle = (signInName: string, result: SignInResult): void => {
    if (result.state === "granted") keep(result.granted, "");
    else now.value = { state: "first-password", signInName, challenge: result.challenge };
  };

  /** `spent`: the token that was refused, or is about to end. Another tab may have a newer one already. */
  const renewOnce = (spent: string): Promise<string | undefined> =>
    alone("labelloop-renew", async () => {
      const tokens = stored.read();
      if (!tokens) return undefined;
      if (tokens.accessToken !== spent) return tokens.accessToken;
      try {
        return keep(await service.renew(tokens.refreshToken), tokens.refreshToken);
      } catch (thrown) {
        const problem = asProblem(thrown);
        if (problem.code !== "wrong-sign-in") throw problem;
        now.value = { state: "expired", who: tokens.who };
        return undefined;
      }
    });

  const renewToken = (): Promise<string | undefined> => {
    if (now.value.state !== "in") return Promise.resolve(undefined);
    renewing ??= renewOnce(stored.read()?.accessToken ?? "").finally(() => {
      renewing = undefined;
    });
    return renewing;
  };

  return {
    now,
    signIn: async (signInName, password) => settle(signInName, await service.signIn(signInName, password)),
    setFirstPassword: async (password) => {
      const asked = now.value;
      if (asked.state !== "first-password") throw new Problem("not-signed-in", "sign in first");
      settle(asked.signInName, await service.setFirstPassword(asked.signInName, asked.challenge, password));
    },
    signOut: async () => {
      const tokens = stored.read();
      stored.clear();
      now.value = { state: "out" };
      // Signed out here whatever the service says; a revoke that did not arrive leaves a token nobody holds.
      if (tokens) await service.revoke(tokens.refreshToken).catch(() => undefined);
    },
    token: async () => {
      const tokens = stored.read();
      if (!tokens || now.value.state !== "in") return undefined;
      return tokens.expiresAtMs - clock() > RENEW_BEFORE_MS ? tokens.accessToken : renewToken();
    },
    tokenNow: () => (now.value.state === "in" ? stored.read()?.accessToken : undefined),
    renewToken,
  };
};
