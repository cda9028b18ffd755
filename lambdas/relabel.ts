import { bucketNames } from "../core/item.ts";
import { lineageOf } from "../core/ontology-change/lineage.ts";
import type { Relabelling } from "../core/relabelling.ts";
import { currentOntology } from "./current-ontology.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { serveQueue } from "./queue.ts";
import { askFurther, listedItems, sampleOf } from "./relabel/ask.ts";
import { finishAccepting } from "./relabel/finish-accepting.ts";
import { lookFurther } from "./relabel/look.ts";
import { type RelabelMessage, relabelMessage, relabelQueue } from "./relabel/message.ts";
import { settlingOf } from "./steps/settling-of.ts";
import { ontologies } from "./store/ontologies.ts";
import { projects } from "./store/projects.ts";
import { proposals } from "./store/proposals.ts";
import { relabellings } from "./store/relabellings.ts";

/** After this long a run hands the rest on through the queue: far enough from its timeout for the list it is at. */
const RUN_MS = 10_000;

/**
 * Looks into what a change would affect, and after acceptance starts the rounds. A step is a list of items, done whole
 * or again; the plan's row says how far it came, and moves on only from where it was read.
 */
export const relabel = async (deps: Deps, message: RelabelMessage): Promise<void> => {
  const { projectId, planId, step } = message;
  const plan = await relabellings(deps).find(projectId, planId);
  // Sent ahead of a row that was never written.
  if (!plan) return;
  if (step === "finish") return finish(deps, plan, message);
  const wanted = step === "look" ? "looking" : "asking";
  const until = deps.now() + RUN_MS;
  const further = step === "look" ? await looker(deps, plan) : await asker(deps, plan);
  let now = plan;
  while (now.state === wanted && further) {
    const bucketsDone = await further(now);
    // Another delivery of the message does the rest.
    if (bucketsDone === "overtaken" || bucketsDone >= bucketNames().length) return;
    if (deps.now() >= until) return relabelQueue(deps).send({ projectId, planId, step });
    now = { ...now, bucketsDone };
  }
};

type Further = (plan: Relabelling) => Promise<number | "overtaken">;

const looker = async (deps: Deps, plan: Relabelling): Promise<Further | undefined> => {
  const project = await projects(deps).find(plan.projectId);
  const file = await proposals(deps).file(plan.projectId, plan.proposalId);
  if (!project || !file) throw new Error(`plan ${plan.planId}: its project or proposal is missing`);
  const ontology = await currentOntology(deps, project);
  const settling = await settlingOf(deps, project, ontology);
  const { proposal, seconds } = file;
  const before = seconds.filter(({ atMs }) => atMs <= plan.asOfMs);
  const shown = [proposal.example, ...before.flatMap(({ example }) => example ?? [])];
  const examples = new Set(shown.map(({ itemId }) => itemId));
  return (now) => lookFurther(deps, { plan: now, settling, examples });
};

const asker = async (deps: Deps, plan: Relabelling): Promise<Further | undefined> => {
  const { accepted } = plan;
  if (!accepted) return undefined;
  const project = await projects(deps).find(plan.projectId);
  if (!project) throw new Error(`plan ${plan.planId}: its project is missing`);
  // Nobody could be asked any more, and what was decided would be lost.
  if (project.state === "closed") {
    deps.log.warn("relabelling.stopped", { projectId: plan.projectId, planId: plan.planId, asked: plan.asked });
    return undefined;
  }
  const ontology = await currentOntology(deps, project);
  const settling = await settlingOf(deps, project, ontology);
  const { scope, by } = accepted;
  const inScope = scope.kind === "all" ? "all" : sampleOf(plan.planId, await affectedIds(deps, plan), scope.items);
  return (now) => askFurther(deps, { plan: now, project, ontology, settling, decider: by, inScope });
};

const affectedIds = async (deps: Deps, plan: Relabelling): Promise<readonly string[]> =>
  (await listedItems(deps, plan)).map(({ itemId }) => itemId);

/**
 * Sent ahead of accepting: does what was cut off, if the version in force came of this plan; else nothing was accepted.
 * A version that was written and never pointed to is in no lineage.
 */
const finish = async (
  deps: Deps,
  plan: Relabelling,
  { version, by, scope }: Extract<RelabelMessage, { step: "finish" }>,
): Promise<void> => {
  const { projectId, planId } = plan;
  const project = await projects(deps).find(projectId);
  const lineage = project ? lineageOf(await ontologies(deps).all(projectId), project.ontologyVersion) : [];
  const ontology = lineage.find((one) => one.version === version);
  if (ontology?.because?.planId !== planId) return;
  await finishAccepting(deps, plan, ontology, { by, scope });
};

export const handler = onFirstCall(() => serveQueue({ message: relabelMessage }, awsDeps(process.env), relabel));
