import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { invitations } from "./store/invitations.ts";

const endpoint = endpoints.revokeInvitation;

/** Makes a link of this project useless, reset links too. One that was used or revoked before stays as it is. */
export const revokeInvitation = async (
  deps: Deps,
  { path }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const link = await invitations(deps).find(path.invitationId);
  if (!link || !("projectId" in link) || link.projectId !== path.projectId) throw refuse("not-found", "no such link");
  await invitations(deps).revoke(path.invitationId);
  deps.log.info("invitation.revoked", { invitationId: path.invitationId });
  return {};
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), revokeInvitation));
