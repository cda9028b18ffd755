import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { invitations } from "./store/invitations.ts";

const endpoint = endpoints.listInvitations;

/** Links into this project that still work, newest first. */
export const listInvitations = async (
  deps: Deps,
  { path }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const all = await invitations(deps).ofProject(path.projectId);
  const nowMs = deps.now();
  const live = all.filter(
    ({ state, expiresAtMs }) => expiresAtMs > nowMs && (state === "open" || state === "accepting"),
  );
  return {
    invitations: live
      .toSorted((a, b) => b.createdAtMs - a.createdAtMs)
      .map((link) => ({
        invitationId: link.invitationId,
        roles: link.kind === "member" ? link.roles : [],
        ...(link.note && { note: link.note }),
        expiresAtMs: link.expiresAtMs,
        createdAtMs: link.createdAtMs,
      })),
  };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), listInvitations));
