import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Group, Role } from "../../core/membership.ts";
import type { Access, Endpoint } from "../../lambdas/endpoint.ts";
import { type EndpointName, endpoints } from "../../lambdas/endpoints.ts";
import { STATUS } from "../../lambdas/http.ts";
import { type Api, apiOf } from "../support/api.ts";
import { type OwnServer, startOwnServer } from "../support/own-server.ts";
import { type Answered, askCell, heard, isSaid, manyAtOnce, paramsOf, type Swap } from "./support/ask-cell.ts";
import { type Asking, ROLES_ASKED, ROWS, type RoleAsked, type Said } from "./support/may-rows.ts";
import { otherPool, ownPool, PASSWORD, signedUp, type Tokens, tokensFor } from "./support/signed-up.ts";
import { type Lived, livedIn, nowhereLike } from "./support/two-projects.ts";

const NAMES = Object.keys(endpoints) as readonly EndpointName[];
const AT_ONCE = 6;
const HOUR_MS = 3_600_000;
/** So long a token counts. */
const HALF_HOUR_MS = HOUR_MS / 2;

/** What somebody is in the own project now, and in the token. */
const MEMBER: Readonly<Partial<Record<RoleAsked, Role>>> = {
  owner: "vendor",
  "second vendor": "vendor",
  reviewer: "reviewer",
  annotator: "annotator",
  client: "client",
};
const GROUP: Readonly<Partial<Record<RoleAsked, Group>>> = { operator: "operator", owner: "vendor" };
const NO_PROJECT = "not-found: no such project";
/** What API Gateway itself says of a token that is none. */
const UNAUTHORIZED: Answered = { status: 401, text: '{"message":"Unauthorized"}' };

let server: OwnServer;
let own: Lived;
let foreign: Lived;
let nowhere: Lived;
let owner: Api;
let aheadMs = 0;
const tokens = new Map<RoleAsked, string | undefined>();
const badTokens = new Map<string, string>();
let cells = 0;

const part = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString("base64url");

/** Tokens that look like the owner's, and are not hers, or not any more. */
const forged = ({ AccessToken, IdToken }: Tokens, others: { readonly expired: Tokens; readonly other: Tokens }) => {
  const [header = "", body = "", signature = ""] = AccessToken.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString());
  const flipped = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
  return Object.entries({
    "expired token": others.expired.AccessToken,
    "token of another pool": others.other.AccessToken,
    "alg none": `${part({ alg: "none" })}.${body}.`,
    "alg none with the signature": `${part({ ...JSON.parse(Buffer.from(header, "base64url").toString()), alg: "none" })}.${body}.${signature}`,
    "tampered signature": `${header}.${body}.${flipped}`,
    "a group added": `${header}.${part({ ...claims, "cognito:groups": ["operator"] })}.${signature}`,
    "identity token": IdToken,
  });
};

beforeAll(async () => {
  server = await startOwnServer({ now: () => Date.now() + aheadMs }, "--no-demo");
  aheadMs = -2 * HOUR_MS;
  const expired = await tokensFor(server, ownPool(server), "early", ["vendor"]);
  aheadMs = 0;
  const other = await tokensFor(server, otherPool(server), "stranger", []);
  const real = await tokensFor(server, ownPool(server), "genuine", ["vendor"]);
  for (const [name, token] of forged(real, { expired, other })) badTokens.set(name, token);

  const people = new Map<RoleAsked, Api>();
  for (const role of ROLES_ASKED) {
    if (role === "nobody") continue;
    const group = GROUP[role];
    people.set(role, await signedUp(server, role.replace(" ", "-"), ...(group ? [group] : [])));
    tokens.set(role, people.get(role)?.token);
  }
  const as = (role: RoleAsked): Api => {
    const found = people.get(role);
    if (!found) throw new Error(`nobody is ${role}`);
    return found;
  };
  owner = as("owner");
  const others = (["second vendor", "reviewer", "client"] as const).flatMap((role) => {
    const inProject = MEMBER[role];
    return inProject ? [[as(role), inProject] as const] : [];
  });
  own = await livedIn({ owner, annotator: as("annotator"), left: as("left"), others }, 60);
  const [strangeOwner, strangeAnnotator, strangeLeft] = await Promise.all([
    signedUp(server, "strange-owner", "vendor"),
    signedUp(server, "strange-annotator"),
    signedUp(server, "strange-left"),
  ]);
  foreign = await livedIn({ owner: strangeOwner, annotator: strangeAnnotator, left: strangeLeft, others: [] }, 70);
  nowhere = nowhereLike(foreign);
});
afterAll(() => server?.close());

const ask = (name: EndpointName, asking: Asking, token: string | undefined, swap?: Swap): Promise<Answered> => {
  cells++;
  return askCell(server.addresses.api, name, ROWS[name], asking, token, swap);
};

const saysOf = (name: EndpointName, asking: Asking): Said => {
  const { says } = ROWS[name];
  return typeof says === "string" ? says : says(asking);
};

/** From the declaration in the endpoint table alone, then from the row for whoever it lets in. */
const expectedOf = (name: EndpointName, asking: Asking): Said | "unauthorized" => {
  const access: Access = endpoints[name].access;
  if (access.kind === "open") return saysOf(name, asking);
  if (asking.by === "nobody") return "unauthorized";
  if (access.kind === "signed-in") return saysOf(name, asking);
  if (access.kind === "group") {
    const group = GROUP[asking.by];
    return group && access.groups.includes(group) ? saysOf(name, asking) : "not-allowed";
  }
  const role = MEMBER[asking.by];
  if (!role) return NO_PROJECT;
  return access.roles.includes(role) ? saysOf(name, asking) : "not-allowed";
};

const isExpected = (answered: Answered, expected: Said | "unauthorized"): boolean =>
  expected === "unauthorized"
    ? answered.status === UNAUTHORIZED.status && answered.text === UNAUTHORIZED.text
    : isSaid(answered, expected, STATUS);

/** Asks all of them and says which answered otherwise than the table. */
const wrongOf = async (
  wanted: readonly {
    readonly what: string;
    readonly expected: Said | "unauthorized";
    readonly ask: () => Promise<Answered>;
  }[],
): Promise<readonly string[]> => {
  const wrong: string[] = [];
  await manyAtOnce(
    wanted.map(({ what, expected, ask: send }) => async () => {
      const answered = await send();
      if (!isExpected(answered, expected)) wrong.push(`${what}: ${heard(answered)}, and not ${expected}`);
    }),
    AT_ONCE,
  );
  return wrong.sort();
};

const ofProject = NAMES.filter((name) => paramsOf(name).includes("projectId"));
const eachRole = (names: readonly EndpointName[]) => names.flatMap((name) => ROLES_ASKED.map((by) => ({ name, by })));
const sameBut = (text: string, lived: Lived): string =>
  Object.entries(lived)
    .toSorted(([, one], [, other]) => other.length - one.length)
    .reduce((left, [name, id]) => left.replaceAll(id, `<${name}>`), text);

/** One that the route lets in: a vendor where it can be, else the annotator. */
const letIn = (name: EndpointName): RoleAsked => {
  const access: Access = endpoints[name].access;
  return access.kind === "member" && access.roles.includes("vendor") ? "owner" : "annotator";
};

/** What a body can name that is a row of a project; ids that the page itself makes are not among them. */
const NAMED = ["assignmentId", "holding", "itemId", "key", "personId", "planId", "uploadId", "voice"];

const idsIn = ({ body }: Endpoint): readonly string[] => {
  if (!body) return [];
  const names = JSON.stringify(z.toJSONSchema(body, { io: "input", unrepresentable: "any" })).matchAll(/"(\w+)":\{/g);
  return [...new Set([...names].flatMap(([, name]) => (name && NAMED.includes(name) ? name : [])))].sort();
};

const idIn = (of: Lived, field: string): string => (field === "holding" ? of.assignmentId : of[field as keyof Lived]);

/** The body with another id in a field, wherever it stands; at the top where it does not. */
const withId = (body: object, field: string, id: string): object => {
  const text = JSON.stringify(body);
  const swapped = text.replaceAll(new RegExp(`"${field}":"[^"]*"`, "g"), `"${field}":"${id}"`);
  return swapped === text ? { ...body, [field]: id } : JSON.parse(swapped);
};

describe("who may what", () => {
  it("in a project that is not theirs, and in one that does not exist: the same words to everybody", async () => {
    const open = "open" as const;
    const wrong: string[] = [];
    const jobs = eachRole(ofProject).map(({ name, by }) => async () => {
      const [there, notThere] = await Promise.all(
        [foreign, nowhere].map((of) => ask(name, { of, state: open, by }, tokens.get(by))),
      );
      if (!there || !notThere) return;
      const isRefused = isExpected(there, by === "nobody" ? "unauthorized" : "not-found");
      const isAlike = sameBut(there.text, foreign) === sameBut(notThere.text, nowhere);
      if (!isRefused || !isAlike || there.status !== notThere.status)
        wrong.push(`${name} by ${by}: ${heard(there)}, and where there is nothing ${heard(notThere)}`);
    });
    await manyAtOnce(jobs, AT_ONCE);
    expect(wrong.sort()).toEqual([]);
  });

  it("with a token that is not good, or not any more: nothing, whatever is asked", async () => {
    const closed = NAMES.filter((name) => endpoints[name].access.kind !== "open");
    const wanted = closed.flatMap((name) =>
      [...badTokens].map(([what, token]) => ({
        what: `${name} with ${what}`,
        // The authorizer lets identity tokens pass; that they are none for the API is for the frame to say.
        expected: what === "identity token" ? "not-signed-in" : "unauthorized",
        ask: () => ask(name, { of: own, state: "open", by: "owner" }, token),
      })),
    );
    expect(badTokens.size).toBeGreaterThanOrEqual(7);
    expect(await wrongOf(wanted)).toEqual([]);
  });

  it("with the id of another project's row in the path: as if there were no such row", async () => {
    const wrong: string[] = [];
    const jobs = ofProject.flatMap((name) =>
      paramsOf(name)
        .filter((param) => !["projectId", "version"].includes(param))
        .map((param) => async () => {
          const by = letIn(name);
          const asking: Asking = { of: own, state: "open", by };
          const [there, notThere] = await Promise.all(
            [foreign, nowhere].map((of) => {
              const id = of[param as keyof Lived];
              if (!id) throw new Error(`nothing has the id ${param}: add it to support/two-projects.ts`);
              return ask(name, asking, tokens.get(by), { path: { [param]: id } });
            }),
          );
          if (!there || !notThere) return;
          const isAlike = sameBut(there.text, foreign) === sameBut(notThere.text, nowhere);
          if (!isExpected(there, "not-found") || !isAlike || there.status !== notThere.status)
            wrong.push(
              `${name} with another's ${param}: ${heard(there)}, and where there is nothing ${heard(notThere)}`,
            );
        }),
    );
    await manyAtOnce(jobs, AT_ONCE);
    expect(wrong.sort()).toEqual([]);
  });

  it.each(NAMES.filter((name) => "body" in endpoints[name]))(
    "with the ids of another project's rows in the body of %s",
    async (name) => {
      const { bodyIds = {} } = ROWS[name];
      expect(Object.keys(bodyIds), "ids in its body that have no row").toEqual(
        expect.arrayContaining([...idsIn(endpoints[name])]),
      );
      const by = letIn(name);
      const asking: Asking = { of: own, state: "open", by };
      for (const [field, { says, with: fields }] of Object.entries(bodyIds)) {
        const answers = await Promise.all(
          [foreign, nowhere].map((of) => {
            const id = idIn(of, field);
            const body = fields?.(id) ?? withId(ROWS[name].body?.(asking) ?? {}, field, id);
            return ask(name, asking, tokens.get(by), { body });
          }),
        );
        const [there, notThere] = answers.map(heard);
        expect(
          answers.every((one) => isSaid(one, says, STATUS)),
          `${field}: ${there}, and not ${says}`,
        ).toBe(true);
        expect(there).toBe(notThere);
        if (says !== "ok")
          expect(sameBut(answers[0]?.text ?? "", foreign)).toBe(sameBut(answers[1]?.text ?? "", nowhere));
      }
    },
  );

  it("of one whose password was set anew: no renewal and no sign-in any more; what she had ends with its half hour", async () => {
    const { signIn } = server.cloud.services;
    const { projectId } = own;
    const pool = ownPool(server);
    const before = await tokensFor(server, pool, "forgetful");
    const forgetful = apiOf(server.addresses, before.AccessToken);
    await forgetful.call("updateMe", { body: { name: "Forgetful", language: "en" } });
    const { secret } = await owner.call("invite", { path: { projectId }, body: { roles: ["client"] } });
    await forgetful.call("joinProject", { path: { secret } });
    const { personId } = (await forgetful.call("me")).person;
    const reset = await owner.call("issueReset", { path: { projectId, personId } });
    const body = { password: "another-leaf-9" };
    await apiOf(server.addresses).call("resetPassword", { path: { secret: reset.secret }, body });

    const enter = (AuthFlow: string, AuthParameters: object) =>
      signIn.call("InitiateAuth", { AuthFlow, ClientId: pool.clientId, AuthParameters });
    await expect(enter("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: before.RefreshToken })).rejects.toThrow(
      "Invalid Refresh",
    );
    await expect(enter("USER_PASSWORD_AUTH", { USERNAME: "forgetful", PASSWORD })).rejects.toThrow("Incorrect");
    await expect(signIn.call("GetUser", { AccessToken: before.AccessToken })).rejects.toThrow("revoked");
    // The API asks nobody whether a token was taken back, in AWS neither. What she may is read anew each time.
    expect((await forgetful.call("getProject", { path: { projectId } })).projectId).toBe(projectId);
    await owner.call("removeMember", { path: { projectId, personId } });
    const asked = { of: own, state: "open", by: "newcomer" } as const;
    expect(heard(await ask("getProject", asked, before.AccessToken))).toBe(`404 ${NO_PROJECT}`);
    expect((await ask("me", asked, before.AccessToken)).status).toBe(200);
    aheadMs = HALF_HOUR_MS;
    expect(await ask("me", asked, before.AccessToken)).toEqual(UNAUTHORIZED);
    aheadMs = 0;
  });

  it.each(["open", "paused", "closed"] as const)("in her own project while it is %s", async (state) => {
    if (state !== "open")
      await owner.call("changeProjectState", { path: { projectId: own.projectId }, body: { to: state } });
    const names = state === "open" ? NAMES : ofProject;
    const wanted = eachRole(names).map(({ name, by }) => {
      const asking: Asking = { of: own, state, by };
      return {
        what: `${name} by ${by}`,
        expected: expectedOf(name, asking),
        ask: () => ask(name, asking, tokens.get(by)),
      };
    });
    expect(await wrongOf(wanted)).toEqual([]);
  });

  it("of one who has left: what she was handed before is stored in every state, and nothing else is hers", async () => {
    const { projectId, leftAssignmentId: assignmentId, itemId } = own;
    const answer = { itemId, submissionId: crypto.randomUUID(), answer: { kind: "none_fit" as const } };
    const left = apiOf(server.addresses, tokens.get("left"));
    const { results } = await left.call("submit", { path: { projectId }, body: { assignmentId, answers: [answer] } });
    expect(results).toMatchObject([{ state: "stored", counted: false }]);
    const { annotations } = await left.call("history", { path: { projectId }, query: {} });
    expect(annotations.map((one) => [one.itemId, one.shown])).toEqual([[itemId, undefined]]);
  });

  it("was asked of every route", () => {
    console.info(`who may what: ${cells} requests to ${NAMES.length} routes`);
    expect(cells).toBeGreaterThan(NAMES.length * ROLES_ASKED.length * 3);
  });
});
