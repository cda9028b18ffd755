import { QueueDeletedRecently } from "@aws-sdk/client-sqs";
import type { Ontology } from "../core/ontology.ts";
import { mayBecome, type Project } from "../core/project.ts";
import { refuse } from "../core/refusal.ts";
import { currentOntology } from "./current-ontology.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { changedMeanwhile, findProject, projectShape } from "./project-shape.ts";
import { projects } from "./store/projects.ts";
import { taskQueues } from "./store/task-queues.ts";

const endpoint = endpoints.changeProjectState;

/**
 * Writes the state first, under the version that was read, then makes or removes the task queue. The queue holds no
 * truth: cut in between, assign answers from the backlog index. Asked for the state it has, a project only gets its
 * queue right, so that asking again after a lost answer finishes the work.
 */
export const changeProjectState = async (
  deps: Deps,
  { path, body, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const before = await findProject(deps, path.projectId);
  const ontology = await currentOntology(deps, before);
  const after = before.state === body.to ? before : await move(deps, before, body.to, ontology);
  await fitQueue(deps, after);
  return projectShape(deps, after, ontology, membership);
};

const move = async (
  deps: Deps,
  before: Project,
  to: Request<typeof endpoint>["body"]["to"],
  ontology: Ontology,
): Promise<Project> => {
  if (!mayBecome(before.state, to)) {
    throw refuse(
      before.state === "closed" ? "project-closed" : "conflict",
      `a ${before.state} project cannot become ${to}`,
      {
        field: "body.to",
        value: to,
        allowed: "draft to open, open to paused or closed, paused to open or closed",
      },
    );
  }
  if (to === "open") refuseUnfinished(before, ontology);
  // A new epoch at each opening: tickets and queues of the one before are dropped unread.
  const next: Project = { ...before, state: to, epoch: to === "open" ? before.epoch + 1 : before.epoch };
  if ((await projects(deps).replace(next, before.ver)) === "changed-meanwhile") throw changedMeanwhile(before.ver);
  deps.log.info("project.state-changed", { projectId: before.projectId, from: before.state, to, epoch: next.epoch });
  return { ...next, ver: before.ver + 1 };
};

/** What annotators must be told before they are asked for anything. */
const refuseUnfinished = ({ askedBy, purpose }: Project, { labels }: Ontology): void => {
  const missing =
    (labels.length === 0 && "ontology.labels") ||
    (askedBy.trim() === "" && "askedBy") ||
    (Object.keys(purpose).length === 0 && "purpose");
  if (missing) {
    throw refuse("conflict", `a project cannot open without ${missing}`, { field: missing, allowed: "say it first" });
  }
};

const fitQueue = async (deps: Deps, { projectId, state, epoch }: Project): Promise<void> => {
  if (state !== "open") return taskQueues(deps).remove(projectId, epoch);
  try {
    await taskQueues(deps).create(projectId, epoch);
  } catch (error) {
    // A name that was in use less than a minute ago. Assign does without tickets until somebody asks again.
    if (!(error instanceof QueueDeletedRecently)) throw error;
    deps.log.warn("task-queue.not-made", { projectId, epoch });
  }
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), changeProjectState));
