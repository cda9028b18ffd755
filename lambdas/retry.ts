import type { z } from "zod";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { serveQueue } from "./queue.ts";
import { retryMessage } from "./steps/send-to-retry.ts";
import { settleItem } from "./steps/settle-item.ts";
import { settlingOf } from "./steps/settling-of.ts";
import { assignments } from "./store/assignments.ts";
import { projects } from "./store/projects.ts";
import { stats } from "./store/stats.ts";

/**
 * Decides an item that a submit could not: its header was contended, or large answers have to be fetched. Idempotent:
 * decides from what is stored. The answer is durable and paid before it is sent here.
 */
export const retry = async (deps: Deps, message: z.output<typeof retryMessage>): Promise<void> => {
  const { projectId, itemId, annotatorId, assignmentId, token } = message;
  const project = await projects(deps).find(projectId);
  const assignment = await assignments(deps).find({ annotatorId, projectId, assignmentId });
  if (!project || !assignment) throw new Error(`item ${itemId}: its project or assignment ${assignmentId} is missing`);
  const settled = await settleItem(deps, await settlingOf(deps, project), itemId, { fetchAnswers: true });
  if (settled.state === "gone") return;
  if (settled.state !== "settled") throw new Error(`item ${itemId}: still ${settled.state}`);
  await assignments(deps).finish(assignment, { done: [itemId], tokens: token ? [token] : [] });
  await stats(deps).add(projectId, settled.change);
};

export const handler = onFirstCall(() => serveQueue({ message: retryMessage }, awsDeps(process.env), retry));
