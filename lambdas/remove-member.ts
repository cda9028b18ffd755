import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { changeLeavingOneVendor } from "./leave-one-vendor.ts";

const endpoint = endpoints.removeMember;

/** The row stays, as `left`: what was assigned before is stored and paid, and not counted. */
export const removeMember = async (deps: Deps, { path }: Request<typeof endpoint>): Promise<Reply<typeof endpoint>> => {
  await changeLeavingOneVendor(deps, path, ({ roles }) => ({ roles, state: "left" }));
  deps.log.info("member.left", { projectId: path.projectId, personId: path.personId });
  return {};
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), removeMember));
