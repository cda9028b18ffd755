import { AdminUserGlobalSignOutCommand } from "@aws-sdk/client-cognito-identity-provider";
import { Refusal } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { linkIsSpent, liveLink } from "./invitation-links.ts";
import { refuseSpacesAround, setPassword } from "./sign-in-accounts.ts";
import { invitations } from "./store/invitations.ts";

const endpoint = endpoints.resetPassword;

/** How long after its first use a reset that was cut may be finished with the same link. */
const FINISH_WITHIN_MS = 15 * 60_000;

/**
 * Spends the link, sets the password, signs every browser out, and ends the link. Cut anywhere in between, the same
 * link finishes it for a quarter of an hour; after that it is as good as spent.
 */
export const resetPassword = async (
  deps: Deps,
  { path, body }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const link = await liveLink(deps, path.secret);
  const nowMs = deps.now();
  if (link.kind !== "reset" || (link.acceptedAtMs ?? nowMs) + FINISH_WITHIN_MS < nowMs) throw linkIsSpent();
  const { invitationId, signInName, personId } = link;
  refuseSpacesAround(body.password);
  if (!(await invitations(deps).accept(invitationId, personId, nowMs))) throw linkIsSpent();
  try {
    await setPassword(deps, signInName, body.password);
  } catch (error) {
    if (error instanceof Refusal) await invitations(deps).giveBack(invitationId, personId);
    throw error;
  }
  await deps.signIn.send(
    new AdminUserGlobalSignOutCommand({ UserPoolId: deps.config.USER_POOL_ID, Username: signInName }),
  );
  await invitations(deps).finish(invitationId, personId);
  deps.log.info("password.reset", { invitationId, personId });
  return { signInName };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), resetPassword));
