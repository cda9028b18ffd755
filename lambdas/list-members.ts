import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { shownMember } from "./shown-member.ts";
import { memberships } from "./store/memberships.ts";
import { people } from "./store/people.ts";

const endpoint = endpoints.listMembers;

/** Those who left are listed too: their answers count, and they can be invited again. */
export const listMembers = async (deps: Deps, { path }: Request<typeof endpoint>): Promise<Reply<typeof endpoint>> => {
  const members = await memberships(deps).ofProject(path.projectId);
  const known = await people(deps).findAll(members.map(({ personId }) => personId));
  return {
    members: members
      .toSorted((a, b) => a.joinedAtMs - b.joinedAtMs || a.personId.localeCompare(b.personId))
      .map((member) => shownMember(member, known.get(member.personId))),
  };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), listMembers));
