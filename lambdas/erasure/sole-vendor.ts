import type { AnnotatorId, ProjectId } from "../../core/ids.ts";
import { hasRole } from "../../core/membership.ts";
import type { Deps } from "../deps.ts";
import { memberships } from "../store/memberships.ts";

/** Projects that have no vendor but her: without her nobody could invite anybody into them, nor pay or export. */
export const soleVendorOf = async (
  deps: Pick<Deps, "table" | "config">,
  personId: AnnotatorId,
): Promise<readonly ProjectId[]> => {
  const found: ProjectId[] = [];
  for (const membership of await memberships(deps).ofPerson(personId)) {
    if (!hasRole(membership, ["vendor"])) continue;
    const others = (await memberships(deps).ofProject(membership.projectId)).filter((one) => one.personId !== personId);
    if (!others.some((one) => hasRole(one, ["vendor"]))) found.push(membership.projectId);
  }
  return found;
};
