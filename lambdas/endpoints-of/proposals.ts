import * as proposals from "../api/proposals.ts";
import { type Endpoint, member, vendor } from "../endpoint.ts";

const annotator = member("annotator");
/** Clients read of proposals in the data card of an export. */
const readers = member("vendor", "reviewer", "annotator");

/** Annotators ask for changes of the ontology, the vendor answers. */
export const proposalEndpoints = {
  startVoice: {
    method: "POST",
    path: "/projects/{projectId}/voice",
    access: readers,
    summary: "A form to put a voice note with",
    ...proposals.startVoice,
  },
  propose: {
    method: "POST",
    path: "/projects/{projectId}/proposals",
    access: annotator,
    summary: "Propose a change of the labels",
    ...proposals.propose,
  },
  listProposals: {
    method: "GET",
    path: "/projects/{projectId}/proposals",
    access: readers,
    summary: "Proposals, oldest first",
    ...proposals.listProposals,
  },
  getProposal: {
    method: "GET",
    path: "/projects/{projectId}/proposals/{proposalId}",
    access: readers,
    summary: "A proposal, and for the vendor what it would change",
    ...proposals.getProposal,
  },
  secondProposal: {
    method: "POST",
    path: "/projects/{projectId}/proposals/{proposalId}/seconds",
    access: annotator,
    summary: "I see this too",
    ...proposals.secondProposal,
  },
  withdrawProposal: {
    method: "POST",
    path: "/projects/{projectId}/proposals/{proposalId}/withdrawal",
    access: annotator,
    summary: "Take my proposal back",
    ...proposals.withdrawProposal,
  },
  answerProposal: {
    method: "POST",
    path: "/projects/{projectId}/proposals/{proposalId}/words",
    access: annotator,
    summary: "Answer what the vendor asked about my proposal",
    ...proposals.answerProposal,
  },
  planProposal: {
    method: "POST",
    path: "/projects/{projectId}/proposals/{proposalId}/plans",
    access: vendor,
    summary: "What accepting would change and cost",
    bodyBytesMax: 262_144,
    ...proposals.planProposal,
  },
  getPlan: {
    method: "GET",
    path: "/projects/{projectId}/plans/{planId}",
    access: vendor,
    summary: "How far a plan is, and what it found",
    ...proposals.getPlan,
  },
  decideProposal: {
    method: "POST",
    path: "/projects/{projectId}/proposals/{proposalId}/decision",
    access: vendor,
    summary: "Accept, ask back or decline",
    bodyBytesMax: 1_048_576,
    ...proposals.decideProposal,
  },
  relabelRest: {
    method: "POST",
    path: "/projects/{projectId}/plans/{planId}/rest",
    access: vendor,
    summary: "After a sample: ask for the other affected items too",
    ...proposals.relabelRest,
  },
  getCredit: {
    method: "GET",
    path: "/projects/{projectId}/credit",
    access: annotator,
    summary: "How I am named in this project",
    ...proposals.getCredit,
  },
  setCredit: {
    method: "PUT",
    path: "/projects/{projectId}/credit",
    access: annotator,
    summary: "Choose how I am named in this project",
    ...proposals.setCredit,
  },
} as const satisfies Record<string, Endpoint>;
