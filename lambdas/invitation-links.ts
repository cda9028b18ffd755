import { refuse } from "../core/refusal.ts";
import { type Deps, hashOf } from "./deps.ts";
import { INVITATION_MS, type Invitation, type InvitationPurpose, invitations } from "./store/invitations.ts";

/** Makes a link. The secret is in the answer, once: the table knows its hash alone. */
export const issueLink = async (
  deps: Deps,
  purpose: InvitationPurpose,
  note?: string,
): Promise<{ readonly invitationId: string; readonly secret: string; readonly expiresAtMs: number }> => {
  const secret = deps.newSecret();
  const invitationId = hashOf(secret);
  const createdAtMs = deps.now();
  const expiresAtMs = createdAtMs + INVITATION_MS;
  await invitations(deps).create({
    ...purpose,
    invitationId,
    createdAtMs,
    expiresAtMs,
    state: "open",
    ...(note && { note }),
  });
  deps.log.info("invitation.issued", { invitationId, kind: purpose.kind });
  return { invitationId, secret, expiresAtMs };
};

/** Spent, expired, revoked and unknown links are refused alike: a stranger who guesses learns nothing. */
export const linkIsSpent = () =>
  refuse("invitation-spent", "this link does not work any more: ask for a new one", { field: "path.secret" });

/** The link of a secret, if it can still lead anywhere. `accepting` can: whoever spent it may finish. */
export const liveLink = async (deps: Deps, secret: string): Promise<Invitation> => {
  const found = await invitations(deps).find(hashOf(secret));
  const live = found && found.expiresAtMs > deps.now() && (found.state === "open" || found.state === "accepting");
  if (!live) throw linkIsSpent();
  return found;
};
