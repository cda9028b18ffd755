import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnnotatorId } from "../../core/ids.ts";
import type { Role } from "../../core/membership.ts";
import type { Project } from "../../core/project.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { getProject } from "../../lambdas/get-project.ts";
import { type HttpEvent, serve } from "../../lambdas/http.ts";
import { listMembers } from "../../lambdas/list-members.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { haveMember, haveProject, projectIdOf } from "../support/labelling.ts";
import { openStores, type Stores } from "../support/stores.ts";

/** Every handler is called through this frame: what it lets in gets in everywhere. */
describe("the frame round every handler", () => {
  let stores: Stores;
  let forest: Project;
  let foreign: Project;
  beforeEach(async () => {
    stores = await openStores({ quick: true });
    forest = await haveProject(stores.deps);
    foreign = await haveProject(stores.deps, { projectId: projectIdOf("river") });
  });
  afterEach(() => stores.close());

  const member = (role: Role, number = 1) => haveMember(stores.deps, forest, number, [role]);
  const eventOf = (personId: string, { projectId }: Project, claims: object = {}): HttpEvent => ({
    pathParameters: { projectId },
    requestContext: {
      requestId: "frame",
      authorizer: { jwt: { claims: { sub: personId, token_use: "access", username: "meera", ...claims } } },
    },
  });
  const open = async (personId: AnnotatorId, project: Project, claims: object = {}) =>
    (await serve(endpoints.getProject, stores.deps, getProject)(eventOf(personId, project, claims))).statusCode;
  const list = async (personId: AnnotatorId) =>
    (await serve(endpoints.listMembers, stores.deps, listMembers)(eventOf(personId, forest))).statusCode;

  it("opens a project to its members, and no other whose id they put into the path", async () => {
    const meera = await member("annotator");
    expect(await open(meera, forest)).toBe(200);
    expect(await open(meera, foreign)).toBe(404);
  });

  it("opens nothing to who has left", async () => {
    const meera = await member("annotator");
    await memberships(stores.deps).change(meera, forest.projectId, { roles: ["annotator"], state: "left" });
    expect(await open(meera, forest)).toBe(404);
  });

  it("lets members do what their role may, and nothing that only another may", async () => {
    expect(await list(await member("vendor", 2))).toBe(200);
    expect(await list(await member("annotator"))).toBe(403);
  });

  it("takes tokens that were made for calling, and no others", async () => {
    const meera = await member("annotator");
    for (const token_use of ["id", "refresh", undefined]) expect(await open(meera, forest, { token_use })).toBe(401);
  });
});
