import type { Membership } from "../core/membership.ts";
import type { endpoints, Reply } from "./endpoints.ts";
import type { KnownPerson } from "./store/people.ts";

type ShownMember = Reply<typeof endpoints.listMembers>["members"][number];

/** A member without a row among the persons is an operator made on the command line: shown by a part of the id. */
export const shownMember = (
  { personId, roles, state, joinedAtMs }: Membership,
  known: KnownPerson | undefined,
): ShownMember => {
  const fallback = personId.slice(0, 8);
  return {
    personId,
    name: known?.name ?? fallback,
    signInName: known?.signInName ?? fallback,
    roles,
    state,
    joinedAtMs,
  };
};
