import type { AnnotatorId } from "../core/ids.ts";
import { Refusal, refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { linkIsSpent, liveLink } from "./invitation-links.ts";
import { addToGroup, createAccount, refuseSpacesAround, setPassword } from "./sign-in-accounts.ts";
import { type Invitation, invitations } from "./store/invitations.ts";
import { memberships } from "./store/memberships.ts";
import { people } from "./store/people.ts";

const endpoint = endpoints.acceptInvitation;

/**
 * Single use, and safe to cut anywhere. The link is spent for the chosen name first, by a conditional write; then an
 * account is made that nobody can use (a temporary password, and the link's id in it), with group, name and
 * membership; the person's password comes last and makes it usable. Cut before that, the same link with the same name
 * finds its own unfinished account and goes on; with another name it is spent. Cut after it, the account is found
 * finished and the link is spent for everybody. Where nothing came of it (name taken, password refused) the link is
 * given back.
 */
export const acceptInvitation = async (
  deps: Deps,
  { path, body }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const link = await liveLink(deps, path.secret);
  if (link.kind === "reset") throw linkIsSpent();
  const { signInName, password, name, language } = body;
  refuseSpacesAround(password);
  if (!(await invitations(deps).accept(link.invitationId, signInName, deps.now()))) throw linkIsSpent();
  const personId = await accountFor(deps, link, body);
  if (link.kind === "vendor") await addToGroup(deps, signInName, "vendor");
  if ((await people(deps).put({ personId, signInName, name, language })) === "erased") throw linkIsSpent();
  // Nobody but this link has made her a member: what stands already is its own, or what a vendor made of it since.
  if (link.kind === "member") {
    const { projectId, roles } = link;
    await memberships(deps).join({ projectId, personId, roles, state: "active", joinedAtMs: deps.now() });
  }
  await setPassword(deps, signInName, password);
  await invitations(deps).finish(link.invitationId, signInName);
  deps.log.info("invitation.accepted", { invitationId: link.invitationId, kind: link.kind, personId });
  return { signInName, ...(link.kind === "member" && { projectId: link.projectId }) };
};

const accountFor = async (
  deps: Deps,
  link: Invitation,
  { signInName, password }: { readonly signInName: string; readonly password: string },
): Promise<AnnotatorId> => {
  const giveBack = () => invitations(deps).giveBack(link.invitationId, signInName);
  try {
    const account = await createAccount(deps, { signInName, password, madeBy: `invitation:${link.invitationId}` });
    switch (account.state) {
      case "created":
      case "unfinished":
        return account.personId;
      case "finished":
        await invitations(deps).finish(link.invitationId, signInName);
        throw linkIsSpent();
      case "taken":
        await giveBack();
        throw refuse("name-taken", "somebody has this sign-in name: choose another", {
          field: "body.signInName",
          value: signInName,
          allowed: "a name that nobody has yet",
        });
    }
  } catch (error) {
    if (error instanceof Refusal && error.code === "password-refused") await giveBack();
    throw error;
  }
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), acceptInvitation));
