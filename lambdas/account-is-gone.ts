import { refuse } from "../core/refusal.ts";

/** A token lives for half an hour, and may outlive the person that it names. */
export const accountIsGone = () =>
  refuse("not-signed-in", "this account was erased", { allowed: "another account, by an invitation" });
