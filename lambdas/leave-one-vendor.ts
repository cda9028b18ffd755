import type { AnnotatorId, ProjectId } from "../core/ids.ts";
import { hasRole, type Membership } from "../core/membership.ts";
import { refuse } from "../core/refusal.ts";
import type { Deps } from "./deps.ts";
import { memberships } from "./store/memberships.ts";

/**
 * Changes a member so that a vendor always remains. Writes first, then reads all rows strongly, and takes the change
 * back when nobody is left: two vendors who demote each other at once may both be refused, never both succeed.
 */
export const changeLeavingOneVendor = async (
  deps: Deps,
  { projectId, personId }: { readonly projectId: ProjectId; readonly personId: AnnotatorId },
  change: (before: Membership) => Pick<Membership, "roles" | "state">,
): Promise<Membership> => {
  const store = memberships(deps);
  const before = await store.find(personId, projectId);
  if (before?.state !== "active") throw refuse("not-found", "no such member");
  const after = await store.change(personId, projectId, change(before));
  if (after === "not-a-member") throw refuse("not-found", "no such member");
  if (!hasRole(before, ["vendor"]) || hasRole(after, ["vendor"])) return after;
  const all = await store.ofProject(projectId);
  if (all.some((member) => member.personId !== personId && hasRole(member, ["vendor"]))) return after;
  await store.change(personId, projectId, before);
  throw refuse("conflict", "the last vendor of a project cannot leave it: make somebody else vendor first", {
    field: "path.personId",
    value: personId,
    allowed: "a project has at least one vendor",
  });
};
