import { AdminGetUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectId } from "../../core/ids.ts";
import { acceptInvitation } from "../../lambdas/accept-invitation.ts";
import { changeMember } from "../../lambdas/change-member.ts";
import { createProject } from "../../lambdas/create-project.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import type { Person } from "../../lambdas/http.ts";
import { invite } from "../../lambdas/invite.ts";
import { inviteVendor } from "../../lambdas/invite-vendor.ts";
import { issueReset } from "../../lambdas/issue-reset.ts";
import { listMembers } from "../../lambdas/list-members.ts";
import { lookUpInvitation } from "../../lambdas/look-up-invitation.ts";
import { me } from "../../lambdas/me.ts";
import { removeMember } from "../../lambdas/remove-member.ts";
import { resetPassword } from "../../lambdas/reset-password.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { updateMe } from "../../lambdas/update-me.ts";
import { memberOf, type PeopleWorld, startPeopleWorld } from "../support/people-world.ts";
import { aProjectBody } from "../support/project-body.ts";

describe("people of a project", () => {
  let world: PeopleWorld;
  let projectId: ProjectId;
  beforeAll(async () => {
    world = await startPeopleWorld();
    const made = await world.call(endpoints.createProject, createProject, { as: vendor(), body: aProjectBody() });
    projectId = made.projectId as ProjectId;
  });
  afterAll(() => world.close());

  const vendor = () => world.person("vendor", "vendor");
  const path = () => ({ projectId });
  const PASSWORD = "rotten-leaf-7";

  /** Somebody who came by a link, as the sign-in service knows her. */
  const joined = async (signInName: string, roles: string[]): Promise<Person> => {
    const { secret } = await world.call(endpoints.invite, invite, { as: vendor(), path: path(), body: { roles } });
    const body = { signInName, password: PASSWORD, name: signInName.toUpperCase(), language: "hi" };
    await world.call(endpoints.acceptInvitation, acceptInvitation, { path: { secret }, body });
    const { members } = await world.call(endpoints.listMembers, listMembers, { as: vendor(), path: path() });
    const personId = members.find((member) => member.signInName === signInName)!.personId as Person["personId"];
    return { personId, signInName, groups: [] };
  };

  it("see who they are and where they work; an operator without a row is known by her sign-in name", async () => {
    const asha = await joined("asha", ["annotator"]);
    expect(await world.call(endpoints.me, me, { as: asha })).toMatchObject({
      person: { name: "ASHA", language: "hi", signInName: "asha", groups: [] },
      projects: [{ projectId, roles: ["annotator"], askedBy: "Forest Research Trust", pay: { kind: "paid" } }],
    });
    const operator = world.person("op", "operator");
    expect(await world.call(endpoints.me, me, { as: operator })).toEqual({
      person: { personId: operator.personId, signInName: "op", name: "op", language: "en", groups: ["operator"] },
      projects: [],
    });
  });

  it("change their name and language, and nobody else's", async () => {
    const meena = await joined("meena", ["annotator"]);
    await world.call(endpoints.updateMe, updateMe, { as: meena, body: { name: "मीना", language: "en" } });
    expect((await world.call(endpoints.me, me, { as: meena })).person).toMatchObject({ name: "मीना", language: "en" });
    const foreign = await world.ask(endpoints.updateMe, updateMe, {
      as: meena,
      body: { name: "x", language: "en", personId: vendor().personId },
    });
    expect(foreign.status).toBe(400);
  });

  it("are listed to the vendor with name and roles, also when they have left", async () => {
    const kiran = await joined("kiran", ["annotator"]);
    const member = { ...path(), personId: kiran.personId };
    await world.call(endpoints.changeMember, changeMember, {
      as: vendor(),
      path: member,
      body: { roles: ["reviewer", "client", "reviewer"] },
    });
    await world.call(endpoints.removeMember, removeMember, { as: vendor(), path: member });
    const { members } = await world.call(endpoints.listMembers, listMembers, { as: vendor(), path: path() });
    expect(members.find(({ personId }) => personId === kiran.personId)).toMatchObject({
      name: "KIRAN",
      roles: ["reviewer", "client"],
      state: "left",
    });
    expect((await world.call(endpoints.me, me, { as: kiran })).projects).toEqual([]);
    const gone = await world.ask(endpoints.removeMember, removeMember, { as: vendor(), path: member });
    expect(gone.status).toBe(404);
  });

  it("always have a vendor among them, also when two demote each other at once", async () => {
    const other = await world.call(endpoints.createProject, createProject, { as: vendor(), body: aProjectBody() });
    const id = other.projectId as ProjectId;
    const demote = (by: Person, whom: Person) =>
      world.ask(endpoints.changeMember, changeMember, {
        as: by,
        path: { projectId: id, personId: whom.personId },
        body: { roles: ["reviewer"] },
      });
    expect(await demote(vendor(), vendor())).toMatchObject({ status: 409, body: { code: "conflict" } });
    const left = await world.ask(endpoints.removeMember, removeMember, {
      as: vendor(),
      path: { projectId: id, personId: vendor().personId },
    });
    expect(left).toMatchObject({ status: 409 });
    const second = world.person("second", "vendor");
    for (let round = 0; round < 10; round++) {
      for (const person of [vendor(), second]) {
        await memberships(world.deps).join(memberOf(id, person, "vendor"));
        await memberships(world.deps).change(person.personId, id, { roles: ["vendor"], state: "active" });
      }
      await Promise.all([demote(vendor(), second), demote(second, vendor())]);
      const all = await memberships(world.deps).ofProject(id);
      expect(all.filter(({ roles, state }) => state === "active" && roles.includes("vendor")).length).toBeGreaterThan(
        0,
      );
    }
  });

  it("get a link for a new password, which works once", async () => {
    const ravi = await joined("ravi", ["annotator"]);
    const { secret } = await world.call(endpoints.issueReset, issueReset, {
      as: vendor(),
      path: { ...path(), personId: ravi.personId },
    });
    const seen = await world.call(endpoints.lookUpInvitation, lookUpInvitation, { path: { secret } });
    expect(seen).toEqual({ kind: "reset", roles: [], expiresAtMs: expect.any(Number) });
    const set = (password: string) =>
      world.ask(endpoints.resetPassword, resetPassword, { path: { secret }, body: { password } });
    expect(await set("short")).toMatchObject({ status: 400, body: { code: "password-refused" } });
    expect(await set("whole-leaf-8")).toEqual({ status: 200, body: { signInName: "ravi" } });
    expect(await set("whole-leaf-9")).toMatchObject({ status: 410 });
    const asInvitation = await world.ask(endpoints.acceptInvitation, acceptInvitation, {
      path: { secret },
      body: { signInName: "other", password: PASSWORD, name: "x", language: "en" },
    });
    expect(asInvitation.status).toBe(410);
  });

  it("cannot be made to take over a vendor or an operator by a new password", async () => {
    const operator = world.person("operator", "operator");
    const { secret } = await world.call(endpoints.inviteVendor, inviteVendor, { as: operator, body: {} });
    const body = { signInName: "by.group", password: PASSWORD, name: "x", language: "en" };
    await world.call(endpoints.acceptInvitation, acceptInvitation, { path: { secret }, body });
    const { signIn, config } = world.deps;
    const account = await signIn.send(
      new AdminGetUserCommand({ UserPoolId: config.USER_POOL_ID, Username: "by.group" }),
    );
    const sub = account.UserAttributes?.find(({ Name }) => Name === "sub")?.Value as Person["personId"];
    const byGroup: Person = { personId: sub, signInName: "by.group", groups: [] };
    await memberships(world.deps).join(memberOf(projectId, byGroup, "annotator"));
    const second = await joined("by.role", ["vendor"]);
    const elsewhere = await joined("elsewhere", ["annotator"]);
    await memberships(world.deps).join(memberOf("another1" as never, elsewhere, "vendor"));
    for (const person of [vendor(), byGroup, second, elsewhere]) {
      const refused = await world.ask(endpoints.issueReset, issueReset, {
        as: vendor(),
        path: { ...path(), personId: person.personId },
      });
      expect(refused, person.signInName).toMatchObject({ status: 403, body: { code: "not-allowed" } });
    }
    const stranger = await world.ask(endpoints.issueReset, issueReset, {
      as: vendor(),
      path: { ...path(), personId: world.person("stranger").personId },
    });
    expect(stranger.status).toBe(404);
  });
});
