import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { issueLink } from "./invitation-links.ts";

const endpoint = endpoints.invite;

export const invite = async (deps: Deps, { path, body }: Request<typeof endpoint>): Promise<Reply<typeof endpoint>> =>
  issueLink(deps, { kind: "member", projectId: path.projectId, roles: [...new Set(body.roles)] }, body.note);

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), invite));
