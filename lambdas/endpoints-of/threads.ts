import * as changes from "../api/changes.ts";
import * as threads from "../api/threads.ts";
import { type Endpoint, member, vendor } from "../endpoint.ts";

/** Clients read of questions in the data card of an export. */
const speakers = member("vendor", "reviewer", "annotator");

/** Questions to the vendor, what came of them, and what has changed in labels and instructions. */
export const threadEndpoints = {
  openThread: {
    method: "POST",
    path: "/projects/{projectId}/threads",
    access: speakers,
    summary: "Ask a question",
    ...threads.openThread,
  },
  listThreads: {
    method: "GET",
    path: "/projects/{projectId}/threads",
    access: speakers,
    summary: "Questions: those that wait for an answer first, the longest wait before the others",
    ...threads.listThreads,
  },
  getThread: {
    method: "GET",
    path: "/projects/{projectId}/threads/{threadId}",
    access: speakers,
    summary: "A question and all that was said to it",
    ...threads.getThread,
  },
  replyInThread: {
    method: "POST",
    path: "/projects/{projectId}/threads/{threadId}/words",
    access: speakers,
    summary: "Say something to a question",
    ...threads.replyInThread,
  },
  hideWord: {
    method: "POST",
    path: "/projects/{projectId}/threads/{threadId}/words/{wordId}/hiding",
    access: speakers,
    summary: "Take my words back; a vendor: hide abuse or personal data, with a reason",
    ...threads.hideWord,
  },
  answerAsInstructions: {
    method: "POST",
    path: "/projects/{projectId}/threads/{threadId}/instructions",
    access: vendor,
    summary: "Make the answer part of the instructions",
    bodyBytesMax: 1_048_576,
    ...threads.answerAsInstructions,
  },
  listChanges: {
    method: "GET",
    path: "/projects/{projectId}/changes",
    access: speakers,
    summary: "What has changed in labels and instructions, newest first",
    ...changes.listChanges,
  },
} as const satisfies Record<string, Endpoint>;
