import type { ItemId } from "../../../core/ids.ts";
import type { Project } from "../../../core/project.ts";
import { markGold } from "../../../lambdas/mark-gold.ts";
import { reviewItem } from "../../../lambdas/review-item.ts";
import { projects } from "../../../lambdas/store/projects.ts";
import { taskQueues } from "../../../lambdas/store/task-queues.ts";
import {
  annotatorOf,
  haveItems,
  haveMember,
  haveProject,
  labelled,
  PEST,
  projectIdOf,
  requestOf,
} from "../../support/labelling.ts";
import { putTexts } from "../../support/put-texts.ts";
import type { Played, PlayOptions } from "../world/played.ts";
import { openWorld, type World } from "../world/world.ts";
import { annotate } from "./annotator.ts";
import { brokenCounts } from "./counts-hold.ts";
import { brokenExports } from "./exports-hold.ts";
import { unexplained } from "./faults-logged.ts";
import { fire, listen, mixTickets, QUEUE_NAMES, repeat } from "./machines.ts";
import type { Play } from "./play.ts";
import { brokenPromises } from "./promises.ts";
import { proposeEarly } from "./proposals.ts";
import { comeToRest } from "./rest.ts";
import { changeState, runProject } from "./vendor.ts";
import { watchClaims } from "./watch.ts";

const PROJECT = projectIdOf("forest");
const VENDOR_NUMBER = 90;
const REVIEWER_NUMBER = 91;

/** Plays one world of labelling from its seed to rest, and says what does not hold then. */
export const playLabelling = async (options: PlayOptions): Promise<Played> => {
  const world = await openWorld({ ...options, projectId: PROJECT, strength: options.strength ?? 1 });
  const play = await begin(world, options);
  const claims = watchClaims(world, play.project);
  await run(play, options);
  const unrest = await comeToRest(play);
  const project = await projects(world.deps).find(PROJECT);
  if (!project) throw new Error("the project is gone");
  const { broken: atRest, ...sums } = await brokenPromises(world.deps, project, play.acknowledged, play);
  const broken = [...claims.broken, ...unrest, ...atRest, ...unexplained(world.stores.log)];
  if (unrest.length === 0) broken.push(...(await brokenCounts(play)), ...(await brokenExports(play)));
  await world.close();
  const { sha256, lines } = world.steps.trace();
  return {
    broken,
    counts: {
      ...sums,
      ...play.counts,
      // Accepted, whether or not the vendor heard of it.
      ontologies: project.ontologyVersion - 1,
      exports: play.exports.length,
      steps: world.steps.made(),
    },
    faults: world.faults.happened,
    seen: world.faults.seen,
    trace: lines,
    traceSha256: sha256,
  };
};

const begin = async (world: World, { people = 5, items = 16, minutes = 3 }: PlayOptions): Promise<Play> => {
  const { steps, deps } = world;
  const min = 2 + Math.floor(steps.random() * 2);
  const isPicture = steps.chance(0.12);
  const project: Project = await haveProject(deps, {
    projectId: PROJECT,
    media: isPicture ? "image" : "text",
    overlap: { min, max: Math.min(4, min + Math.floor(steps.random() * 3)) },
    confidenceTarget: steps.pick(["majority", 0.9, 0.95] as const),
    packetItems: 2 + Math.floor(steps.random() * 4),
    leaseMs: 60_000,
  });
  const itemIds = isPicture ? await haveItems(deps, project, items) : await putTexts(deps, project, items);
  for (let person = 0; person < people; person++) await haveMember(deps, project, person);
  await haveMember(deps, project, VENDOR_NUMBER, ["vendor"]);
  await haveMember(deps, project, REVIEWER_NUMBER, ["reviewer"]);
  await taskQueues(deps).create(PROJECT, project.epoch);
  if (steps.chance(0.4)) await goldFromTheStart(deps, itemIds.slice(0, 3));
  return {
    world,
    project,
    people: Array.from({ length: people }, (_, person) => annotatorOf(person)),
    itemIds,
    acknowledged: [],
    proposals: [],
    exports: [],
    counts: { lost: 0, corrections: 0, late: 0, reviews: 0, reopened: 0, plans: 0 },
    isClosing: false,
    endsAtMs: steps.nowMs() + minutes * 60_000,
  };
};

/** Settled before anybody came: each of these is met unseen by whoever has luck. */
const goldFromTheStart = async (deps: World["deps"], itemIds: readonly ItemId[]): Promise<void> => {
  for (const itemId of itemIds) {
    const path = { projectId: PROJECT, itemId };
    const body = { round: 1, decision: labelled(PEST) };
    await reviewItem(deps, requestOf(annotatorOf(REVIEWER_NUMBER), { path, body }));
    await markGold(deps, requestOf(annotatorOf(VENDOR_NUMBER), { path, body: { gold: true } }));
  }
};

/** Everybody at once, until the time is over; then whoever is in the middle of something ends it. */
const run = async (play: Play, { seed }: PlayOptions): Promise<void> => {
  const { world } = play;
  const { steps } = world;
  let running = 0;
  const start = (actor: Promise<void>): void => {
    running += 1;
    void actor.then(() => {
      running -= 1;
    });
  };
  for (const personId of play.people) start(annotate(play, personId));
  start(runProject(play));
  start(mixTickets(play));
  if (steps.chance(0.4)) start(proposeEarly(play));
  for (const name of QUEUE_NAMES) {
    start(listen(play, name));
    start(listen(play, name));
  }
  start(repeat(play, "feed", { everyMs: 60_000, skipped: 0.1 }));
  // In some worlds nothing is reconciled for a long while.
  start(repeat(play, "reconcile", { everyMs: 60_000, skipped: steps.chance(0.3) ? 0.8 : 0.1 }));
  start(repeat(play, "learn", { everyMs: 100_000, skipped: 0.3 }));
  if (seed % 4 === 0) start(repeat(play, "scrub", { everyMs: 100_000, skipped: 0 }));
  await steps.play(() => {
    play.isClosing ||= steps.nowMs() > play.endsAtMs;
    return play.isClosing && running === 0;
  });
  if (seed % 23 === 0) await closeFor(play);
};

/** In some worlds the vendor closes the project while answers are under way. */
const closeFor = async (play: Play): Promise<void> => {
  let isOver = false;
  void changeState(play, "closed")
    .then(() => fire(play.world, "reconcile"))
    .then(() => {
      isOver = true;
    });
  await play.world.steps.play(() => isOver);
};
