import type { EndpointName, endpoints } from "../lambdas/endpoints.ts";

type Route<Name extends EndpointName> = `${(typeof endpoints)[Name]["method"]} ${(typeof endpoints)[Name]["path"]}`;

/** The endpoints that commands call. A route that is not the API's own does not compile. */
export const routes = {
  inviteVendor: "POST /invitations",
  acceptInvitation: "POST /invitations/{secret}",
  createProject: "POST /projects",
  changeProjectState: "POST /projects/{projectId}/state",
  progress: "GET /projects/{projectId}/progress",
  invite: "POST /projects/{projectId}/invitations",
  startUpload: "POST /projects/{projectId}/uploads",
  listItems: "GET /projects/{projectId}/items",
  getItem: "GET /projects/{projectId}/items/{itemId}",
  assign: "POST /projects/{projectId}/assignments",
  submit: "POST /projects/{projectId}/annotations",
  earnings: "GET /earnings",
  installationKey: "GET /installation-key",
  startVoice: "POST /projects/{projectId}/voice",
  propose: "POST /projects/{projectId}/proposals",
  secondProposal: "POST /projects/{projectId}/proposals/{proposalId}/seconds",
  answerProposal: "POST /projects/{projectId}/proposals/{proposalId}/words",
  planProposal: "POST /projects/{projectId}/proposals/{proposalId}/plans",
  getPlan: "GET /projects/{projectId}/plans/{planId}",
  decideProposal: "POST /projects/{projectId}/proposals/{proposalId}/decision",
  startExport: "POST /projects/{projectId}/exports",
  getExport: "GET /projects/{projectId}/exports/{exportId}",
} as const satisfies { readonly [Name in EndpointName]?: Route<Name> };

export type RouteName = keyof typeof routes;
