import type { z } from "zod";
import * as agreement from "./api/agreement.ts";
import * as exports from "./api/exports.ts";
import * as items from "./api/items.ts";
import * as people from "./api/people.ts";
import * as projects from "./api/projects.ts";
import * as work from "./api/work.ts";
import { anyMember, type Endpoint, member, open, signedIn, vendor } from "./endpoint.ts";
import { myWorkEndpoints } from "./endpoints-of/my-work.ts";
import { proposalEndpoints } from "./endpoints-of/proposals.ts";
import { threadEndpoints } from "./endpoints-of/threads.ts";

export type { Access, Endpoint } from "./endpoint.ts";

/**
 * The table of HTTP endpoints: name → route. A handler is the file of the same name in kebab case (`startUpload` is
 * lambdas/start-upload.ts). `infra` makes one function for each, `local` serves them, openapi.ts describes them.
 */
export const endpoints = {
  me: { method: "GET", path: "/me", access: signedIn, summary: "Who I am, and my projects", ...people.me },
  updateMe: { method: "PUT", path: "/me", access: signedIn, summary: "Change my name or language", ...people.updateMe },
  earnings: { method: "GET", path: "/earnings", access: signedIn, summary: "What I earned", ...people.earnings },

  inviteVendor: {
    method: "POST",
    path: "/invitations",
    access: { kind: "group", groups: ["operator"] },
    summary: "Make a link for a new vendor",
    ...people.inviteVendor,
  },
  lookUpInvitation: {
    method: "GET",
    path: "/invitations/{secret}",
    access: open,
    summary: "What a link is for",
    ...people.lookUpInvitation,
  },
  acceptInvitation: {
    method: "POST",
    path: "/invitations/{secret}",
    access: open,
    summary: "Accept a link with an own sign-in",
    ...people.acceptInvitation,
  },
  joinProject: {
    method: "POST",
    path: "/invitations/{secret}/join",
    access: signedIn,
    summary: "Accept a link as the one signed in",
    ...people.joinProject,
  },
  resetPassword: {
    method: "POST",
    path: "/resets/{secret}",
    access: open,
    summary: "Set a new password with a link",
    ...people.resetPassword,
  },

  listProjects: {
    method: "GET",
    path: "/projects",
    access: signedIn,
    summary: "My projects; an operator's: all",
    ...projects.listProjects,
  },
  createProject: {
    method: "POST",
    path: "/projects",
    access: { kind: "group", groups: ["vendor"] },
    summary: "Create a project as a draft",
    bodyBytesMax: 1_048_576,
    ...projects.createProject,
  },
  getProject: {
    method: "GET",
    path: "/projects/{projectId}",
    access: anyMember,
    summary: "A project",
    ...projects.getProject,
  },
  updateProject: {
    method: "PUT",
    path: "/projects/{projectId}",
    access: vendor,
    summary: "Change a project",
    bodyBytesMax: 1_048_576,
    ...projects.updateProject,
  },
  changeProjectState: {
    method: "POST",
    path: "/projects/{projectId}/state",
    access: vendor,
    summary: "Open, pause or close",
    timeoutSeconds: 30,
    ...projects.changeProjectState,
  },
  publishOntology: {
    method: "PUT",
    path: "/projects/{projectId}/ontology",
    access: vendor,
    summary: "Publish the next version of the ontology",
    bodyBytesMax: 1_048_576,
    ...projects.publishOntology,
  },
  getOntology: {
    method: "GET",
    path: "/projects/{projectId}/ontology/{version}",
    access: anyMember,
    summary: "A version of the ontology",
    ...projects.getOntology,
  },
  agreement: {
    method: "GET",
    path: "/projects/{projectId}/agreement",
    access: member("vendor", "reviewer"),
    summary: "How far the answers agree, and where they do not",
    ...agreement.agreement,
  },
  progress: {
    method: "GET",
    path: "/projects/{projectId}/progress",
    access: member("vendor", "reviewer", "client"),
    summary: "Counts of items and answers",
    ...projects.progress,
  },

  listMembers: {
    method: "GET",
    path: "/projects/{projectId}/members",
    access: vendor,
    summary: "Members",
    ...people.listMembers,
  },
  changeMember: {
    method: "PUT",
    path: "/projects/{projectId}/members/{personId}",
    access: vendor,
    summary: "Change a member's roles",
    ...people.changeMember,
  },
  removeMember: {
    method: "DELETE",
    path: "/projects/{projectId}/members/{personId}",
    access: vendor,
    summary: "A member leaves",
    ...people.removeMember,
  },
  issueReset: {
    method: "POST",
    path: "/projects/{projectId}/members/{personId}/reset",
    access: vendor,
    summary: "Make a link for a new password",
    ...people.issueReset,
  },
  invite: {
    method: "POST",
    path: "/projects/{projectId}/invitations",
    access: vendor,
    summary: "Make a link for a new member",
    ...people.invite,
  },
  listInvitations: {
    method: "GET",
    path: "/projects/{projectId}/invitations",
    access: vendor,
    summary: "Links not used yet",
    ...people.listInvitations,
  },
  revokeInvitation: {
    method: "DELETE",
    path: "/projects/{projectId}/invitations/{invitationId}",
    access: vendor,
    summary: "Make a link useless",
    ...people.revokeInvitation,
  },

  startUpload: {
    method: "POST",
    path: "/projects/{projectId}/uploads",
    access: vendor,
    summary: "Addresses to put files to",
    bodyBytesMax: 262_144,
    ...items.startUpload,
  },
  signUploadParts: {
    method: "POST",
    path: "/projects/{projectId}/uploads/parts",
    access: vendor,
    summary: "Addresses for parts of a large file",
    ...items.signUploadParts,
  },
  completeUpload: {
    method: "POST",
    path: "/projects/{projectId}/uploads/complete",
    access: vendor,
    summary: "Join the parts",
    bodyBytesMax: 2_097_152,
    timeoutSeconds: 30,
    ...items.completeUpload,
  },
  abortUpload: {
    method: "POST",
    path: "/projects/{projectId}/uploads/abort",
    access: vendor,
    summary: "Give a large upload up",
    ...items.abortUpload,
  },

  listItems: {
    method: "GET",
    path: "/projects/{projectId}/items",
    access: member("vendor", "reviewer"),
    summary: "Items, by state",
    timeoutSeconds: 30,
    ...items.listItems,
  },
  getItem: {
    method: "GET",
    path: "/projects/{projectId}/items/{itemId}",
    access: member("vendor", "reviewer"),
    summary: "An item with its answers",
    timeoutSeconds: 30,
    ...items.getItem,
  },
  reviewItem: {
    method: "POST",
    path: "/projects/{projectId}/items/{itemId}/review",
    access: member("vendor", "reviewer"),
    summary: "Settle an item",
    bodyBytesMax: 4_194_304,
    timeoutSeconds: 30,
    ...items.reviewItem,
  },
  reopenItem: {
    method: "POST",
    path: "/projects/{projectId}/items/{itemId}/reopen",
    access: member("vendor", "reviewer"),
    summary: "Ask for an item again",
    ...items.reopenItem,
  },
  changePriority: {
    method: "PUT",
    path: "/projects/{projectId}/items/{itemId}/priority",
    access: vendor,
    summary: "Hand an item out sooner or later",
    ...items.changePriority,
  },
  markGold: {
    method: "PUT",
    path: "/projects/{projectId}/items/{itemId}/gold",
    access: vendor,
    summary: "Make a settled item gold, or take it back",
    ...items.markGold,
  },
  resolveReplacement: {
    method: "POST",
    path: "/projects/{projectId}/items/{itemId}/replacement",
    access: vendor,
    summary: "Take new bytes as a new item, or keep the old",
    ...items.resolveReplacement,
  },

  assign: {
    method: "POST",
    path: "/projects/{projectId}/assignments",
    access: member("annotator"),
    summary: "Hand me items",
    ...work.assign,
  },
  extendLease: {
    method: "POST",
    path: "/projects/{projectId}/assignments/{assignmentId}/lease",
    access: member("annotator"),
    summary: "I am still at it",
    ...work.extendLease,
  },
  release: {
    method: "POST",
    path: "/projects/{projectId}/assignments/{assignmentId}/release",
    access: member("annotator"),
    summary: "Give back what I have not answered",
    timeoutSeconds: 30,
    ...work.release,
  },
  /** `signed-in`: somebody who has left may still hand in what was assigned before. The assignment's owner is checked. */
  submit: {
    method: "POST",
    path: "/projects/{projectId}/annotations",
    access: signedIn,
    summary: "Hand in answers",
    bodyBytesMax: 262_144,
    timeoutSeconds: 30,
    ...work.submit,
  },
  startAnswer: {
    method: "POST",
    path: "/projects/{projectId}/answers",
    access: signedIn,
    summary: "An address to put a large answer to",
    ...work.startAnswer,
  },
  history: {
    method: "GET",
    path: "/projects/{projectId}/history",
    access: signedIn,
    summary: "My own answers",
    timeoutSeconds: 30,
    ...work.history,
  },

  startExport: {
    method: "POST",
    path: "/projects/{projectId}/exports",
    access: member("vendor", "client"),
    summary: "Make an export",
    ...exports.startExport,
  },
  listExports: {
    method: "GET",
    path: "/projects/{projectId}/exports",
    access: member("vendor", "client"),
    summary: "Exports",
    ...exports.listExports,
  },
  getExport: {
    method: "GET",
    path: "/projects/{projectId}/exports/{exportId}",
    access: member("vendor", "client"),
    summary: "An export and its files",
    ...exports.getExport,
  },

  ...proposalEndpoints,
  ...threadEndpoints,
  ...myWorkEndpoints,
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;

/** `startUpload` → `start-upload`: the handler's file, and the function's name in the template. */
export const fileOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Functions without a route, by file: what wakes them. */
export const background = {
  ingest: { wakes: "queue", queue: "ingest", timeoutSeconds: 60, memoryMb: 1024 },
  retry: { wakes: "queue", queue: "retry", timeoutSeconds: 60, memoryMb: 1024 },
  export: { wakes: "queue", queue: "export", timeoutSeconds: 60, memoryMb: 1024 },
  relabel: { wakes: "queue", queue: "relabel", timeoutSeconds: 60, memoryMb: 1024 },
  feed: { wakes: "schedule", everyMinutes: 1, timeoutSeconds: 50, memoryMb: 512 },
  reconcile: { wakes: "schedule", everyMinutes: 1, timeoutSeconds: 50, memoryMb: 512 },
  learn: { wakes: "schedule", everyMinutes: 10, timeoutSeconds: 60, memoryMb: 1536 },
  scrub: { wakes: "schedule", everyMinutes: 7 * 24 * 60, timeoutSeconds: 60, memoryMb: 512 },
} as const;
export type BackgroundName = keyof typeof background;

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
/** What a client sends as body, and gets back: `web` and `cli` are typed by these. */
export type BodyOf<Name extends EndpointName> = (typeof endpoints)[Name] extends { body: infer B extends z.ZodType }
  ? z.input<B>
  : undefined;
export type QueryOf<Name extends EndpointName> = (typeof endpoints)[Name] extends { query: infer Q extends z.ZodType }
  ? z.input<Q>
  : undefined;
export type ResponseOf<Name extends EndpointName> = z.output<(typeof endpoints)[Name]["response"]>;
export type ParsedBody<E> = E extends { body: infer B } ? Parsed<B> : undefined;
export type ParsedQuery<E> = E extends { query: infer Q } ? Parsed<Q> : undefined;
/** What a handler returns: readonly, with ids as plain text. */
export type Reply<E> = E extends { response: infer R extends z.ZodType } ? Immutable<z.input<R>> : never;
type Immutable<Content> = Content extends object
  ? { readonly [Key in keyof Content]: Immutable<Content[Key]> }
  : Content;
