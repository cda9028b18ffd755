import { isSameText } from "../core/instruction-version.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { changedMeanwhile, findProject } from "./project-shape.ts";
import { findThread, oneThread } from "./shown-thread.ts";
import { publishInstructions } from "./steps/publish-instructions.ts";

const endpoint = endpoints.answerAsInstructions;

/**
 * Makes the next instructions for the sake of a question. That it was this question is written in their version, so
 * there is no second write that could be missing. Sent twice, the second time finds it done.
 */
export const answerAsInstructions = async (
  deps: Deps,
  { path: { projectId, threadId }, body: { ver, text }, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  await findThread(deps, projectId, threadId);
  const project = await findProject(deps, projectId);
  if (ver === project.ver) await publishInstructions(deps, project, text, { threadId });
  else {
    const now = await oneThread(deps, threadId, membership);
    const isDone =
      now.instructionsVersion === project.instructions.version && isSameText(text, project.instructions.text);
    if (!isDone) throw changedMeanwhile(ver);
  }
  return oneThread(deps, threadId, membership);
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), answerAsInstructions));
