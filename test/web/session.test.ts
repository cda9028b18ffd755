import { describe, expect, test } from "vitest";
import { Problem } from "../../web/problem.ts";
import { type SignInService, signInService } from "../../web/session/cognito.ts";
import { makeSession } from "../../web/session/session.ts";
import { storedSession } from "../../web/session/stored.ts";

const base64url = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString("base64url");
const aToken = (sub: string, mark: string): string =>
  `${base64url({ alg: "RS256" })}.${base64url({ sub, username: "आशा", "cognito:groups": ["vendor"], mark })}.x`;
const SUB = "11111111-2222-4333-8444-555555555555";

/** One browser: its storage, and the tabs that hear of each other's changes. */
const aBrowser = () => {
  const kept = new Map<string, string>();
  const tabs: { listen: (event: StorageEvent) => void }[] = [];
  return {
    tab: () => {
      const me = { listen: (_: StorageEvent): void => undefined };
      tabs.push(me);
      const tell = (key: string, newValue: string | null): void => {
        for (const tab of tabs) if (tab !== me) tab.listen({ key, newValue } as StorageEvent);
      };
      const storage = {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => {
          kept.set(key, value);
          tell(key, value);
        },
        removeItem: (key: string) => {
          kept.delete(key);
          tell(key, null);
        },
      } as unknown as Storage;
      const page = {
        addEventListener: (_: string, listen: (event: StorageEvent) => void) => {
          me.listen = listen;
        },
      } as unknown as Window;
      return storedSession(storage, page);
    },
  };
};

const aService = () => {
  const asked: string[] = [];
  let renewals = 0;
  const service: SignInService & { asked: string[]; refusesRenewal: boolean; isDown: boolean } = {
    asked,
    refusesRenewal: false,
    isDown: false,
    signIn: async (signInName, password) => {
      asked.push("signIn");
      if (password === "given") return { state: "first-password", challenge: "c1" };
      if (password !== "right") throw new Problem("wrong-sign-in", "no");
      return {
        state: "granted",
        granted: { accessToken: aToken(SUB, signInName), refreshToken: "r1", expiresInMs: 3_600_000 },
      };
    },
    setFirstPassword: async (_, challenge) => {
      asked.push(`first ${challenge}`);
      return {
        state: "granted",
        granted: { accessToken: aToken(SUB, "first"), refreshToken: "r1", expiresInMs: 3_600_000 },
      };
    },
    renew: async (refreshToken) => {
      asked.push(`renew ${refreshToken}`);
      if (service.isDown) throw new Problem("offline", "no network");
      if (service.refusesRenewal) throw new Problem("wrong-sign-in", "revoked");
      await new Promise((done) => setTimeout(done, 5));
      return { accessToken: aToken(SUB, `renewed ${++renewals}`), expiresInMs: 3_600_000 };
    },
    revoke: async (refreshToken) => {
      asked.push(`revoke ${refreshToken}`);
    },
  };
  return service;
};

/** One after another, as Web Locks do it. */
const aLock = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(_: string, task: () => Promise<Result>): Promise<Result> => {
    const mine = last.then(task);
    last = mine.catch(() => undefined);
    return mine;
  };
};

const aSession = (browser = aBrowser(), service = aService(), alone = aLock()) => {
  let nowMs = 0;
  const session = makeSession({
    service,
    stored: browser.tab(),
    clock: () => nowMs,
    alone,
  });
  return { session, service, browser, pass: (ms: number) => (nowMs += ms) };
};

describe("signing in", () => {
  test("knows her by her token, in any script", async () => {
    const { session } = aSession();
    await session.signIn("asha", "right");
    expect(session.now.value).toEqual({
      state: "in",
      who: { personId: SUB, signInName: "आशा", groups: ["vendor"] },
    });
  });

  test("asks for an own password after one that somebody gave her", async () => {
    const { session, service } = aSession();
    await session.signIn("asha", "given");
    expect(session.now.value).toMatchObject({ state: "first-password", signInName: "asha" });
    expect(await session.token()).toBeUndefined();
    await session.setFirstPassword("own words here");
    expect(session.now.value.state).toBe("in");
    expect(service.asked).toContain("first c1");
  });

  test("renews the token shortly before it ends, once for all who ask", async () => {
    const { session, service, pass } = aSession();
    await session.signIn("asha", "right");
    const first = await session.token();
    pass(3_600_000 - 59_000);
    const [one, other] = await Promise.all([session.token(), session.token()]);
    expect(one).toBe(other);
    expect(one).not.toBe(first);
    expect(service.asked.filter((what) => what.startsWith("renew"))).toEqual(["renew r1"]);
    expect(await session.token()).toBe(one);
  });

  test("renews once for all tabs that ask at the same time", async () => {
    const browser = aBrowser();
    const service = aService();
    const lock = aLock();
    const one = aSession(browser, service, lock);
    const other = aSession(browser, service, lock);
    await one.session.signIn("asha", "right");
    const [mine, theirs] = await Promise.all([one.session.renewToken(), other.session.renewToken()]);
    expect(mine).toBe(theirs);
    expect(service.asked.filter((what) => what.startsWith("renew"))).toHaveLength(1);
  });

  test("keeps knowing her when the sign-in has run out, so that nothing she drew is lost", async () => {
    const { session, service, pass } = aSession();
    await session.signIn("asha", "right");
    service.refusesRenewal = true;
    pass(3_600_000);
    expect(await session.token()).toBeUndefined();
    expect(session.now.value).toMatchObject({ state: "expired", who: { personId: SUB } });
    service.refusesRenewal = false;
    await session.signIn("asha", "right");
    expect(session.now.value.state).toBe("in");
  });

  test("does not take a dead network for a sign-in that ran out", async () => {
    const { session, service, pass } = aSession();
    await session.signIn("asha", "right");
    service.isDown = true;
    pass(3_600_000);
    await expect(session.token()).rejects.toMatchObject({ code: "offline" });
    expect(session.now.value.state).toBe("in");
  });

  test("holds for all tabs, and so does signing out", async () => {
    const browser = aBrowser();
    const service = aService();
    const one = aSession(browser, service);
    const other = aSession(browser, service);
    await one.session.signIn("asha", "right");
    expect(other.session.now.value.state).toBe("in");
    await other.session.signOut();
    expect(one.session.now.value).toEqual({ state: "out" });
    expect(service.asked).toContain("revoke r1");
    expect(aSession(browser, service).session.now.value).toEqual({ state: "out" });
  });
});

describe("the wire", () => {
  const answering = (status: number, content: unknown) => {
    const calls: { headers: Record<string, string>; body: Record<string, unknown> }[] = [];
    const fetcher = (async (_url: string, init: RequestInit) => {
      calls.push({ headers: init.headers as Record<string, string>, body: JSON.parse(String(init.body)) });
      return new Response(JSON.stringify(content), { status });
    }) as typeof fetch;
    return { calls, service: signInService("https://signin.test/", "client1", fetcher) };
  };

  test("is that of Amazon Cognito", async () => {
    const { calls, service } = answering(200, {
      AuthenticationResult: { AccessToken: "a", RefreshToken: "r", ExpiresIn: 3600 },
    });
    expect(await service.signIn("asha", "right")).toEqual({
      state: "granted",
      granted: { accessToken: "a", refreshToken: "r", expiresInMs: 3_600_000 },
    });
    expect(calls[0]).toEqual({
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
      },
      body: {
        ClientId: "client1",
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: "asha", PASSWORD: "right" },
      },
    });
  });

  test.each([
    ["com.amazonaws.cognito#NotAuthorizedException", "wrong-sign-in"],
    ["InvalidPasswordException", "password-refused"],
    ["TooManyRequestsException", "slow-down"],
    ["InternalErrorException", "internal"],
  ])("says %s as %s", async (kind, code) => {
    const { service } = answering(400, { __type: kind, message: "no" });
    await expect(service.signIn("asha", "x")).rejects.toMatchObject({ code });
  });
});
