import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ProjectId } from "../../core/ids.ts";
import { acceptInvitation } from "../../lambdas/accept-invitation.ts";
import { createProject } from "../../lambdas/create-project.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { invite } from "../../lambdas/invite.ts";
import { inviteVendor } from "../../lambdas/invite-vendor.ts";
import { joinProject } from "../../lambdas/join-project.ts";
import { listInvitations } from "../../lambdas/list-invitations.ts";
import { lookUpInvitation } from "../../lambdas/look-up-invitation.ts";
import { revokeInvitation } from "../../lambdas/revoke-invitation.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { people } from "../../lambdas/store/people.ts";
import { type PeopleWorld, startPeopleWorld } from "../support/people-world.ts";
import { aProjectBody } from "../support/project-body.ts";

const PASSWORD = "rotten-leaf-7";
const DAY_MS = 24 * 60 * 60_000;

describe("links", () => {
  let world: PeopleWorld;
  let projectId: ProjectId;
  beforeAll(async () => {
    world = await startPeopleWorld();
    const made = await world.call(endpoints.createProject, createProject, { as: vendor(), body: aProjectBody() });
    projectId = made.projectId as ProjectId;
  });
  afterAll(() => world.close());

  const vendor = () => world.person("vendor", "vendor");
  const link = (...roles: string[]) =>
    world.call(endpoints.invite, invite, { as: vendor(), path: { projectId }, body: { roles } });
  const accept = (secret: string, signInName: string, given: object = {}) =>
    world.ask(endpoints.acceptInvitation, acceptInvitation, {
      path: { secret },
      body: { signInName, password: PASSWORD, name: "Asha Kujur", language: "hi", ...given },
    });
  const lookUp = (secret: string) => world.ask(endpoints.lookUpInvitation, lookUpInvitation, { path: { secret } });
  const accountOf = async (Username: string) => {
    const { signIn, config } = world.deps;
    const { UserStatus, UserAttributes = [] } = await signIn.send(
      new AdminGetUserCommand({ UserPoolId: config.USER_POOL_ID, Username }),
    );
    return { status: UserStatus, sub: UserAttributes.find(({ Name }) => Name === "sub")?.Value };
  };

  it("show a stranger what she is asked to, and nothing of the project's inside", async () => {
    const { secret, expiresAtMs } = await link("annotator");
    expect(expiresAtMs).toBe(world.deps.now() + 7 * DAY_MS);
    expect((await lookUp(secret)).body).toEqual({
      kind: "member",
      title: aProjectBody().title,
      askedBy: "Forest Research Trust",
      roles: ["annotator"],
      expiresAtMs,
    });
  });

  it("give an own sign-in with name, language and roles, and work once", async () => {
    const { secret } = await link("annotator", "reviewer");
    expect(await accept(secret, "asha")).toEqual({ status: 200, body: { signInName: "asha", projectId } });
    const { status, sub } = await accountOf("asha");
    expect(status).toBe("CONFIRMED");
    const personId = sub as never;
    expect(await people(world.deps).find(personId)).toMatchObject({
      signInName: "asha",
      name: "Asha Kujur",
      language: "hi",
    });
    expect(await memberships(world.deps).find(personId, projectId)).toMatchObject({
      state: "active",
      roles: ["reviewer", "annotator"],
    });
    for (const name of ["asha", "somebody.else"]) {
      expect(await accept(secret, name)).toMatchObject({ status: 410, body: { code: "invitation-spent" } });
    }
    expect((await lookUp(secret)).status).toBe(410);
  });

  it("that never were, are revoked or have run out are refused alike", async () => {
    const revoked = await link("annotator");
    const path = { projectId, invitationId: revoked.invitationId };
    await world.call(endpoints.revokeInvitation, revokeInvitation, { as: vendor(), path });
    const old = await link("annotator");
    world.pass(7 * DAY_MS);
    const answers = await Promise.all(
      [revoked.secret, old.secret, "A".repeat(43)].map((secret) => accept(secret, "meena")),
    );
    answers.push(...(await Promise.all([revoked.secret, old.secret, "A".repeat(43)].map(lookUp))));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 410, body: { code: "invitation-spent" } });
  });

  it("stay good when the name is taken or the password too weak, which is said", async () => {
    const { secret } = await link("annotator");
    expect(await accept(secret, "asha")).toMatchObject({
      status: 409,
      body: { code: "name-taken", field: "body.signInName", value: "asha" },
    });
    const weak = await accept(secret, "meena", { password: "short" });
    expect(weak).toMatchObject({
      status: 400,
      body: { code: "password-refused", field: "body.password", allowed: expect.stringMatching(/long|length/i) },
    });
    expect(JSON.stringify(weak.body)).not.toContain("short");
    expect(await accept(secret, "meena", { password: " rotten-leaf-7" })).toMatchObject({
      status: 400,
      body: { code: "password-refused", message: expect.stringContaining("space") },
    });
    expect((await accept(secret, "meena", { password: "the leaf that was rotten" })).status).toBe(200);
  });

  it("never make an account out of one that was there, however new that is", async () => {
    const { signIn, config } = world.deps;
    const { secret } = await link("annotator");
    await signIn.send(
      new AdminCreateUserCommand({
        UserPoolId: config.USER_POOL_ID,
        Username: "operator.of.cli",
        TemporaryPassword: "something-else-1",
        MessageAction: "SUPPRESS",
      }),
    );
    expect(await accept(secret, "operator.of.cli")).toMatchObject({ body: { code: "name-taken" } });
    expect((await accountOf("operator.of.cli")).status).toBe("FORCE_CHANGE_PASSWORD");
  });

  it.each(["table PutItem", "table UpdateItem", "sign-in AdminCreateUser", "sign-in AdminSetUserPassword"])(
    "cut at any %s can be finished by the same name, and by no other",
    async (step) => {
      const [service, call] = step.split(" ");
      const client = service === "table" ? world.deps.table : world.deps.signIn;
      for (const isDone of [false, true]) {
        for (let nth = 1; nth <= 4; nth++) {
          const { secret } = await link("annotator");
          const name = `cut.${call?.toLowerCase()}.${isDone ? "after" : "before"}.${nth}`;
          const send = client.send.bind(client) as (command: object) => Promise<unknown>;
          let seen = 0;
          const spy = vi.spyOn(client, "send").mockImplementation((async (command: object) => {
            const cut = command.constructor.name === `${call}Command` && ++seen === nth;
            if (cut && !isDone) throw new Error("cut");
            const answer = await send(command);
            if (cut) throw new Error("cut");
            return answer;
          }) as never);
          const first = await accept(secret, name);
          spy.mockRestore();
          if (first.status === 200) continue;
          expect(first.status, name).toBe(500);
          const finished = await accept(secret, name);
          // Cut after the account became usable, it is finished: the link says that it is used.
          expect([200, 410], name).toContain(finished.status);
          const { status, sub } = await accountOf(name);
          expect(status, name).toBe("CONFIRMED");
          expect(await people(world.deps).find(sub as never), name).toMatchObject({ signInName: name });
          expect((await memberships(world.deps).find(sub as never, projectId))?.roles, name).toEqual(["annotator"]);
          expect(await accept(secret, `${name}.other`)).toMatchObject({ status: 410 });
        }
      }
    },
  );

  it("make one account of two people who use one at the same moment", async () => {
    const { secret } = await link("annotator");
    const answers = await Promise.all(["first.one", "second.one", "third.one"].map((name) => accept(secret, name)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
  });

  it("let somebody who has a sign-in join, and add to the roles she has", async () => {
    const sunita = world.person("sunita");
    for (const roles of [["annotator"], ["reviewer"], ["reviewer"]]) {
      const { secret } = await link(...roles);
      const joined = await world.ask(endpoints.joinProject, joinProject, { as: sunita, path: { secret } });
      expect(joined).toEqual({ status: 200, body: { projectId } });
      const again = await world.ask(endpoints.joinProject, joinProject, { as: sunita, path: { secret } });
      expect(again.status).toBe(410);
    }
    const membership = await memberships(world.deps).find(sunita.personId, projectId);
    expect(membership?.roles).toEqual(["reviewer", "annotator"]);
  });

  it("of an operator make a vendor, of a project they do not", async () => {
    const { secret } = await world.call(endpoints.inviteVendor, inviteVendor, {
      as: world.person("operator", "operator"),
      body: { note: "the trust's" },
    });
    expect((await lookUp(secret)).body).toMatchObject({ kind: "vendor", roles: [] });
    expect((await accept(secret, "new.vendor")).body).toEqual({ signInName: "new.vendor" });
    const { signIn, config } = world.deps;
    const groups = await signIn.send(
      new AdminListGroupsForUserCommand({ UserPoolId: config.USER_POOL_ID, Username: "new.vendor" }),
    );
    expect(groups.Groups?.map(({ GroupName }) => GroupName)).toEqual(["vendor"]);
    const refused = await world.ask(endpoints.inviteVendor, inviteVendor, { as: vendor(), body: {} });
    expect(refused.status).toBe(403);
  });

  it("are listed to the vendor while they work, without their secret", async () => {
    const made = await world.call(endpoints.createProject, createProject, { as: vendor(), body: aProjectBody() });
    const path = { projectId: made.projectId };
    const as = vendor();
    const one = await world.call(endpoints.invite, invite, { as, path, body: { roles: ["client"], note: "for Ravi" } });
    world.pass(1);
    const two = await world.call(endpoints.invite, invite, { as, path, body: { roles: ["annotator"] } });
    const list = async () => (await world.call(endpoints.listInvitations, listInvitations, { as, path })).invitations;
    expect((await list()).map(({ invitationId, note }) => [invitationId, note])).toEqual([
      [two.invitationId, undefined],
      [one.invitationId, "for Ravi"],
    ]);
    expect(JSON.stringify(await list())).not.toContain(one.secret);
    const revoke = (projectOf: string, invitationId: string) =>
      world.ask(endpoints.revokeInvitation, revokeInvitation, { as, path: { projectId: projectOf, invitationId } });
    expect((await revoke(projectId, one.invitationId)).status, "of another project").toBe(404);
    expect((await revoke(made.projectId, one.invitationId)).status).toBe(200);
    await accept(two.secret, "listed.one");
    expect(await list()).toEqual([]);
  });

  it("are kept so that the table does not give them away", async () => {
    const { secret, invitationId } = await link("annotator");
    expect(invitationId).toMatch(/^[0-9a-f]{64}$/);
    expect(invitationId).not.toContain(secret);
    expect((await lookUp(invitationId)).status).toBe(410);
  });
});
