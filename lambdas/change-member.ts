import { ROLES } from "../core/membership.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { changeLeavingOneVendor } from "./leave-one-vendor.ts";
import { shownMember } from "./shown-member.ts";
import { people } from "./store/people.ts";

const endpoint = endpoints.changeMember;

export const changeMember = async (
  deps: Deps,
  { path, body }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const roles = ROLES.filter((role) => body.roles.includes(role));
  const changed = await changeLeavingOneVendor(deps, path, () => ({ roles, state: "active" }));
  deps.log.info("member.changed", { projectId: path.projectId, personId: path.personId });
  return shownMember(changed, await people(deps).find(path.personId));
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), changeMember));
