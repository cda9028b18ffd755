import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { answers } from "./store/answers.ts";
import { assignments } from "./store/assignments.ts";

const endpoint = endpoints.startAnswer;

/** An address for an answer too large for a request. What is put there counts only once a submit names its hash. */
export const startAnswer = async (
  deps: Deps,
  { path: { projectId }, body, person }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const { assignmentId, sha256, sizeBytes } = body;
  const assignment = await assignments(deps).find({ annotatorId: person.personId, projectId, assignmentId });
  if (!assignment) throw refuse("not-found", "no such assignment", { field: "body.assignmentId" });
  return answers(deps).addressFor(sha256, sizeBytes);
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), startAnswer));
