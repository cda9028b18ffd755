import { accountIsGone } from "./account-is-gone.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { linkIsSpent, liveLink } from "./invitation-links.ts";
import { joinWithRoles } from "./join-with-roles.ts";
import { addToGroup } from "./sign-in-accounts.ts";
import { invitations } from "./store/invitations.ts";
import { people } from "./store/people.ts";

const endpoint = endpoints.joinProject;

/** Spends the link for the one signed in, then gives what it promises; cut in between, she may ask again and it goes on. */
export const joinProject = async (
  deps: Deps,
  { path, person }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const link = await liveLink(deps, path.secret);
  if ((await people(deps).erasure(person.personId)) !== "none") throw accountIsGone();
  if (link.kind === "reset") throw linkIsSpent();
  if (!(await invitations(deps).accept(link.invitationId, person.personId, deps.now()))) throw linkIsSpent();
  if (link.kind === "vendor") await addToGroup(deps, person.signInName, "vendor");
  else await joinWithRoles(deps, link.projectId, person.personId, link.roles);
  await invitations(deps).finish(link.invitationId, person.personId);
  deps.log.info("invitation.accepted", { invitationId: link.invitationId, kind: link.kind, personId: person.personId });
  return link.kind === "member" ? { projectId: link.projectId } : {};
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), joinProject));
