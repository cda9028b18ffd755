import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { issueLink } from "./invitation-links.ts";

const endpoint = endpoints.inviteVendor;

export const inviteVendor = async (deps: Deps, { body }: Request<typeof endpoint>): Promise<Reply<typeof endpoint>> =>
  issueLink(deps, { kind: "vendor" }, body.note);

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), inviteVendor));
