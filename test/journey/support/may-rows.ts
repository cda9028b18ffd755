import { createHash } from "node:crypto";
import type { ProjectState } from "../../../core/project.ts";
import type { EndpointName } from "../../../lambdas/endpoints.ts";
import { aLabel, aProjectBody } from "../../support/project-body.ts";
import { aUlid } from "./saying.ts";
import { type Lived, proposed } from "./two-projects.ts";

export const ROLES_ASKED = [
  "operator",
  "owner",
  "second vendor",
  "reviewer",
  "annotator",
  "client",
  "left",
  "newcomer",
  "nobody",
] as const;
export type RoleAsked = (typeof ROLES_ASKED)[number];

export interface Asking {
  readonly of: Lived;
  readonly state: Exclude<ProjectState, "draft">;
  readonly by: RoleAsked;
}

/** `ok`, or the code of the refusal; where the code alone does not tell who refused, with the beginning of its words. */
export type Said = "ok" | (string & {});

/** What a route is asked in this test, and what it answers to whoever its access lets in. Nothing asked here changes what another cell finds. */
export interface Row {
  readonly path?: (asking: Asking) => Readonly<Record<string, string | number>>;
  readonly body?: (asking: Asking) => object;
  readonly says: Said | ((asking: Asking) => Said);
  /** Fields of the body that name a row: with another project's in it, the answer to who asked rightly. */
  readonly bodyIds?: Readonly<Record<string, BodyId>>;
}

/** `with`: the fields of the body that name it, where they are not there already. */
interface BodyId {
  readonly says: Said;
  readonly with?: (id: string) => object;
}

const id = (says: Said, more?: BodyId["with"]): BodyId => ({ says, ...(more && { with: more }) });

const STALE = 9_999;
const NO_SECRET = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const password = "fresh-leaf-8";
/** Each role says its own word, and says it again in every state. */
const own = (from: number, by: RoleAsked): string => aUlid(from + ROLES_ASKED.indexOf(by));
const closed =
  (then: Said, before: Said = "ok"): Row["says"] =>
  ({ state }) =>
    state === "closed" ? then : before;
const onlyHers =
  (says: Said): Row["says"] =>
  ({ by }) =>
    by === "annotator" ? says : "not-found: no such assignment";
const upload = { sizeBytes: 9, contentType: "image/jpeg" };
const sha256 = createHash("sha256").update("an answer").digest("hex");
const answer = { submissionId: "11111111-1111-4111-8111-111111111111", answer: { kind: "none_fit" } };

/** A row for every route: a route without one fails the test. */
export const ROWS: Readonly<Record<EndpointName, Row>> = {
  me: { says: "ok" },
  updateMe: { body: ({ by }) => ({ name: by, language: "en" }), says: "ok" },
  earnings: { says: "ok" },
  myWork: { says: "ok" },
  myRecord: { says: "ok" },
  installationKey: { says: "ok" },

  inviteVendor: { body: () => ({}), says: "ok" },
  lookUpInvitation: { says: "ok" },
  acceptInvitation: {
    path: () => ({ secret: NO_SECRET }),
    body: () => ({ signInName: "guesser", password, name: "Guesser", language: "en" }),
    says: "invitation-spent",
  },
  joinProject: { path: () => ({ secret: NO_SECRET }), says: "invitation-spent" },
  resetPassword: { path: () => ({ secret: NO_SECRET }), body: () => ({ password }), says: "invitation-spent" },

  listProjects: { says: "ok" },
  createProject: { body: () => aProjectBody(), says: "ok" },
  getProject: { says: "ok" },
  updateProject: { body: () => ({ ver: STALE, askedBy: "Nobody" }), says: closed("project-closed", "conflict") },
  changeProjectState: { body: ({ state }) => ({ to: state }), says: "ok" },
  publishOntology: {
    body: () => ({ tools: ["class"], labels: [aLabel("twin"), aLabel("twin")] }),
    says: "bad-request",
  },
  getOntology: { path: () => ({ version: 1 }), says: "ok" },
  agreement: { says: "ok" },
  progress: { says: "ok" },

  listMembers: { says: "ok" },
  changeMember: { body: () => ({ roles: ["annotator"] }), says: "ok" },
  removeMember: {
    path: () => ({ personId: "00000000-0000-4000-8000-000000000001" }),
    says: "not-found: no such member",
  },
  issueReset: { body: () => ({}), says: "ok" },
  invite: { body: () => ({ roles: ["client"] }), says: "ok" },
  listInvitations: { says: "ok" },
  revokeInvitation: { path: () => ({ invitationId: "f".repeat(64) }), says: "not-found: no such link" },

  startUpload: { body: () => ({ files: [{ name: "more.jpg", ...upload }] }), says: "ok" },
  signUploadParts: {
    body: ({ of: { key, uploadId } }) => ({ key, uploadId, sizeBytes: 9, parts: [1] }),
    says: "ok",
    bodyIds: { key: id("not-found"), uploadId: id("not-found") },
  },
  completeUpload: {
    body: ({ of: { key, uploadId } }) => ({ key, uploadId, parts: [{ part: 1, etag: "none" }] }),
    says: "bad-request",
    bodyIds: { key: id("not-found"), uploadId: id("not-found") },
  },
  abortUpload: {
    body: ({ of: { key } }) => ({ key, uploadId: "never" }),
    says: "ok",
    bodyIds: { key: id("not-found"), uploadId: id("ok") },
  },

  listItems: { says: "ok" },
  getItem: { says: "ok" },
  reviewItem: { body: () => ({ round: 99, decision: { kind: "cant_tell" } }), says: "conflict" },
  reopenItem: { body: () => ({ round: 99, reason: "Look again." }), says: closed("project-closed", "conflict") },
  changePriority: { body: () => ({ priority: 16 }), says: closed("project-closed") },
  markGold: { body: () => ({ gold: true }), says: "conflict" },
  resolveReplacement: { body: () => ({ accept: true }), says: "conflict" },

  assign: {
    body: () => ({}),
    says: ({ state }) => ({ open: "ok", paused: "project-not-open", closed: "project-closed" })[state],
    bodyIds: { holding: id("ok", (one) => ({ holding: [one] })) },
  },
  extendLease: { body: () => ({}), says: "ok" },
  release: { path: ({ of }) => ({ assignmentId: of.givenBack }), body: () => ({}), says: "ok" },
  submit: {
    body: ({ of: { assignmentId, itemId } }) => ({ assignmentId, answers: [{ itemId, ...answer }] }),
    says: onlyHers("ok"),
    bodyIds: { assignmentId: id("not-found"), itemId: id("ok") },
  },
  startAnswer: {
    body: ({ of: { assignmentId } }) => ({ assignmentId, sha256, sizeBytes: 9 }),
    says: onlyHers("ok"),
    bodyIds: { assignmentId: id("not-found") },
  },
  history: { says: ({ by }) => (["operator", "newcomer"].includes(by) ? "not-found: no such project" : "ok") },

  startExport: { body: () => ({ formats: [] }), says: "bad-request" },
  listExports: { says: "ok" },
  getExport: { says: "ok" },

  startVoice: { body: () => ({ contentType: "audio/wav", sizeBytes: 9 }), says: "ok" },
  propose: {
    body: ({ of: { proposalId, itemId } }) => ({ proposalId, ...proposed(itemId) }),
    says: "ok",
    bodyIds: {
      itemId: id("not-found", (itemId) => ({ ...proposed(itemId), proposalId: aUlid(84) })),
      voice: id("bad-request", (voice) => ({ voice, proposalId: aUlid(84) })),
    },
  },
  listProposals: { says: "ok" },
  getProposal: { says: "ok" },
  secondProposal: {
    body: () => ({}),
    says: "conflict",
    bodyIds: { itemId: id("conflict", (itemId) => ({ example: { itemId } })), voice: id("conflict") },
  },
  withdrawProposal: { path: () => ({ proposalId: aUlid(80) }), says: "not-found: no such proposal" },
  answerProposal: {
    body: () => ({ wordId: aUlid(81), text: "Yes." }),
    says: "ok",
    bodyIds: { voice: id("bad-request") },
  },
  planProposal: {
    body: () => ({ changes: [{ kind: "deprecate", label: "nobody" }] }),
    says: closed("project-closed", "bad-request"),
  },
  getPlan: { says: "ok" },
  decideProposal: {
    body: () => ({ outcome: "accept", planId: aUlid(82), scope: { kind: "all" }, reason: "Yes." }),
    says: "not-found: no such plan",
    bodyIds: { planId: id("not-found") },
  },
  relabelRest: { says: closed("project-closed", "conflict") },
  getCredit: { says: "ok" },
  setCredit: { body: () => ({ form: "none" }), says: "ok" },

  openThread: {
    body: ({ by }) => ({ threadId: own(20, by), anchor: { kind: "instructions" }, text: "Why?", language: "en" }),
    says: "ok",
    bodyIds: {
      itemId: id("not-found", (itemId) => ({ anchor: { kind: "item", itemId } })),
      voice: id("bad-request"),
    },
  },
  listThreads: { says: "ok" },
  getThread: { says: "ok" },
  replyInThread: {
    body: ({ by }) => ({ wordId: own(30, by), text: "Hm.", language: "en" }),
    says: "ok",
    bodyIds: { voice: id("bad-request") },
  },
  hideWord: { path: () => ({ wordId: aUlid(83) }), body: () => ({}), says: "not-found: nobody said this here" },
  answerAsInstructions: { body: () => ({ ver: STALE, text: { en: "Look." } }), says: "conflict" },
  listChanges: { says: "ok" },

  recordPayout: {
    body: ({ of: { personId }, by }) => ({
      payoutId: own(40, by),
      personId,
      amountMicros: 1,
      currency: "INR",
      paidOn: "2026-03-04",
    }),
    says: "ok",
    bodyIds: { personId: id("not-found") },
  },
  listPayouts: { says: "ok" },
  stateUse: { body: ({ by }) => ({ useId: own(50, by), text: { en: "A field trial" } }), says: "ok" },
  listUses: { says: "ok" },
};
