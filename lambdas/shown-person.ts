import type { endpoints, Reply } from "./endpoints.ts";
import type { Person } from "./http.ts";

type Shown = Reply<typeof endpoints.me>["person"];

/** An operator made on the command line has no row before she gives her name: the sign-in name stands for it. */
export const shownPerson = (
  { personId, signInName, groups }: Person,
  known: Pick<Shown, "name" | "language"> | undefined,
): Shown => ({
  personId,
  signInName,
  name: known?.name ?? signInName,
  language: known?.language ?? "en",
  groups,
});
