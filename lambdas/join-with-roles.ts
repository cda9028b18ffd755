import type { AnnotatorId, ProjectId } from "../core/ids.ts";
import { ROLES, type Role } from "../core/membership.ts";
import type { Deps } from "./deps.ts";
import { memberships } from "./store/memberships.ts";

/** Makes somebody a member, or brings her back, or gives a member the roles in addition. Twice is once. */
export const joinWithRoles = async (
  deps: Deps,
  projectId: ProjectId,
  personId: AnnotatorId,
  roles: readonly Role[],
): Promise<void> => {
  const store = memberships(deps);
  const joined = await store.join({ projectId, personId, roles, state: "active", joinedAtMs: deps.now() });
  if (joined === "joined") return;
  const before = await store.find(personId, projectId);
  const all = ROLES.filter((role) => roles.includes(role) || before?.roles.includes(role));
  if (all.length > (before?.roles.length ?? 0))
    await store.change(personId, projectId, { roles: all, state: "active" });
};
