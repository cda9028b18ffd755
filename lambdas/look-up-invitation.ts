import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { liveLink } from "./invitation-links.ts";
import { projects } from "./store/projects.ts";

const endpoint = endpoints.lookUpInvitation;

export const lookUpInvitation = async (
  deps: Deps,
  { path }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const link = await liveLink(deps, path.secret);
  const { kind, expiresAtMs } = link;
  if (link.kind !== "member") return { kind, roles: [], expiresAtMs };
  const project = await projects(deps).find(link.projectId);
  return {
    kind,
    roles: link.roles,
    expiresAtMs,
    ...(project && { title: project.title, askedBy: project.askedBy }),
  };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), lookUpInvitation));
