import type { AnnotatorId, ProjectId } from "./ids.ts";

/** What somebody may do in one project. `vendor` here is a vendor of this project; the token's group only lets one create. */
export const ROLES = ["vendor", "reviewer", "annotator", "client"] as const;
export type Role = (typeof ROLES)[number];

/** Groups in the token; everything else is the membership row, read at each request. */
export const GROUPS = ["operator", "vendor"] as const;
export type Group = (typeof GROUPS)[number];

export interface Membership {
  readonly projectId: ProjectId;
  readonly personId: AnnotatorId;
  readonly roles: readonly Role[];
  /** Somebody who left keeps the row: what was assigned before is stored and paid, not counted. */
  readonly state: "active" | "left";
  readonly joinedAtMs: number;
}

export const hasRole = (membership: Membership | undefined, roles: readonly Role[]): boolean =>
  membership?.state === "active" && membership.roles.some((role) => roles.includes(role));
