import * as work from "../api/my-work.ts";
import { anyMember, type Endpoint, open, signedIn, vendor } from "../endpoint.ts";

/** What became of somebody's work, what she is owed for it, and the record that she carries away. */
export const myWorkEndpoints = {
  myWork: {
    method: "GET",
    path: "/my-work",
    access: signedIn,
    summary: "My work: what I labelled, what it pays, what became of it",
    timeoutSeconds: 29,
    ...work.myWork,
  },
  myRecord: {
    method: "GET",
    path: "/my-record",
    access: signedIn,
    summary: "A record of my work, signed with this installation's key",
    timeoutSeconds: 29,
    ...work.myRecord,
  },
  installationKey: {
    method: "GET",
    path: "/installation-key",
    access: open,
    summary: "The key that records of work are verified with",
    ...work.installationKey,
  },
  recordPayout: {
    method: "POST",
    path: "/projects/{projectId}/payouts",
    access: vendor,
    summary: "Write down that a member was paid",
    ...work.recordPayout,
  },
  listPayouts: {
    method: "GET",
    path: "/projects/{projectId}/payouts",
    access: vendor,
    summary: "What members earned, were paid and are owed",
    timeoutSeconds: 29,
    ...work.listPayouts,
  },
  stateUse: {
    method: "POST",
    path: "/projects/{projectId}/uses",
    access: vendor,
    summary: "Say what the labels were used for",
    ...work.stateUse,
  },
  listUses: {
    method: "GET",
    path: "/projects/{projectId}/uses",
    access: anyMember,
    summary: "What the labels were used for",
    ...work.listUses,
  },
} as const satisfies Record<string, Endpoint>;
