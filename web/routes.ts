import type { EndpointName } from "../lambdas/endpoints.ts";

/**
 * Method and path of each endpoint, for the browser: lambdas/endpoints.ts would bring its schemas and zod along.
 * test/web/routes.test.ts holds this table equal to that one.
 */
export const routes = {
  me: "GET /me",
  updateMe: "PUT /me",
  earnings: "GET /earnings",
  inviteVendor: "POST /invitations",
  lookUpInvitation: "GET /invitations/{secret}",
  acceptInvitation: "POST /invitations/{secret}",
  joinProject: "POST /invitations/{secret}/join",
  resetPassword: "POST /resets/{secret}",
  listProjects: "GET /projects",
  createProject: "POST /projects",
  getProject: "GET /projects/{projectId}",
  updateProject: "PUT /projects/{projectId}",
  changeProjectState: "POST /projects/{projectId}/state",
  publishOntology: "PUT /projects/{projectId}/ontology",
  getOntology: "GET /projects/{projectId}/ontology/{version}",
  agreement: "GET /projects/{projectId}/agreement",
  progress: "GET /projects/{projectId}/progress",
  listMembers: "GET /projects/{projectId}/members",
  changeMember: "PUT /projects/{projectId}/members/{personId}",
  removeMember: "DELETE /projects/{projectId}/members/{personId}",
  issueReset: "POST /projects/{projectId}/members/{personId}/reset",
  invite: "POST /projects/{projectId}/invitations",
  listInvitations: "GET /projects/{projectId}/invitations",
  revokeInvitation: "DELETE /projects/{projectId}/invitations/{invitationId}",
  startUpload: "POST /projects/{projectId}/uploads",
  signUploadParts: "POST /projects/{projectId}/uploads/parts",
  completeUpload: "POST /projects/{projectId}/uploads/complete",
  abortUpload: "POST /projects/{projectId}/uploads/abort",
  listItems: "GET /projects/{projectId}/items",
  getItem: "GET /projects/{projectId}/items/{itemId}",
  reviewItem: "POST /projects/{projectId}/items/{itemId}/review",
  reopenItem: "POST /projects/{projectId}/items/{itemId}/reopen",
  resolveReplacement: "POST /projects/{projectId}/items/{itemId}/replacement",
  assign: "POST /projects/{projectId}/assignments",
  extendLease: "POST /projects/{projectId}/assignments/{assignmentId}/lease",
  release: "POST /projects/{projectId}/assignments/{assignmentId}/release",
  submit: "POST /projects/{projectId}/annotations",
  startAnswer: "POST /projects/{projectId}/answers",
  history: "GET /projects/{projectId}/history",
  startExport: "POST /projects/{projectId}/exports",
  listExports: "GET /projects/{projectId}/exports",
  getExport: "GET /projects/{projectId}/exports/{exportId}",
} as const satisfies Record<EndpointName, `${"GET" | "POST" | "PUT" | "DELETE"} /${string}`>;

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
/** What stands in braces in the path of an endpoint. */
export type PathOf<Name extends EndpointName> = { readonly [Key in NamesIn<(typeof routes)[Name]>]: string | number };
