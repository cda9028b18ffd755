import { AdminListGroupsForUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { AnnotatorId } from "../core/ids.ts";
import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { issueLink } from "./invitation-links.ts";
import { memberships } from "./store/memberships.ts";
import { people } from "./store/people.ts";

const endpoint = endpoints.issueReset;

/** A vendor helps a member who forgot her password. Never an operator or a vendor: that would be a way to become one. */
export const issueReset = async (deps: Deps, { path }: Request<typeof endpoint>): Promise<Reply<typeof endpoint>> => {
  const { projectId, personId } = path;
  const all = await memberships(deps).ofPerson(personId);
  const here = all.find((membership) => membership.projectId === projectId);
  if (here?.state !== "active") throw refuse("not-found", "no such member");
  const known = await people(deps).find(personId);
  const isVendor = all.some(({ state, roles }) => state === "active" && roles.includes("vendor"));
  if (!known || isVendor || (await isInAnyGroup(deps, known.signInName))) throw notForThem(personId);
  return issueLink(deps, { kind: "reset", projectId, personId, signInName: known.signInName });
};

/** The only groups are operator and vendor. */
const isInAnyGroup = async ({ signIn, config }: Deps, signInName: string): Promise<boolean> => {
  const { Groups = [] } = await signIn.send(
    new AdminListGroupsForUserCommand({ UserPoolId: config.USER_POOL_ID, Username: signInName }),
  );
  return Groups.length > 0;
};

const notForThem = (personId: AnnotatorId) =>
  refuse("not-allowed", "a password of a vendor or an operator is not reset by link: an operator does it", {
    field: "path.personId",
    value: personId,
    allowed: "a member who is neither vendor nor operator",
  });

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), issueReset));
