import { CLOCK_SKEW_MS_MAX, mayTake, RECONCILE_GRACE_MS } from "../../../core/assignment.ts";
import type { AnnotatorId } from "../../../core/ids.ts";
import { hasRole } from "../../../core/membership.ts";
import { assign } from "../../../lambdas/assign.ts";
import { newestOf, underWayOf } from "../../../lambdas/steps/resume.ts";
import { items } from "../../../lambdas/store/items.ts";
import { memberships } from "../../../lambdas/store/memberships.ts";
import { projects } from "../../../lambdas/store/projects.ts";
import { submit } from "../../../lambdas/submit.ts";
import { requestOf } from "../../support/labelling.ts";
import { packetOf } from "./annotator.ts";
import { repairs } from "./faults-logged.ts";
import { deliver, fire, QUEUE_NAMES } from "./machines.ts";
import { anAnswer, newSubmissionId, type Play } from "./play.ts";
import { changeState } from "./vendor.ts";

/** Within so much simulated time after the last fault everything has come to rest. */
const REST_MS_MAX = 60 * 60_000;
const MINUTE_MS = 60_000;

/**
 * No more faults: machines go on as they are scheduled, and whoever is still there answers what she is given. Gives what
 * does not come to rest in bounded time: an item that asks for somebody who would answer, and is not offered to her.
 */
export const comeToRest = async (play: Play): Promise<readonly string[]> => {
  const { world, project } = play;
  const { steps } = world;
  await world.calm();
  const asked = (await projects(world.deps).find(world.projectId))?.state;
  if (asked === "paused") await calmly(play, () => changeState(play, "open"));
  const untilMs = steps.nowMs() + REST_MS_MAX;
  const quietMs = project.leaseMs + RECONCILE_GRACE_MS + 2 * CLOCK_SKEW_MS_MAX + 2 * MINUTE_MS;
  let quietSinceMs = steps.nowMs();
  let minutes = 0;
  while (steps.nowMs() < untilMs && steps.nowMs() - quietSinceMs < quietMs) {
    steps.pass(MINUTE_MS);
    let done = 0;
    for (const name of QUEUE_NAMES)
      for (let got = 1; got > 0; done += got) got = (await calmly(play, () => deliver(world, name))) ?? 0;
    await calmly(play, () => fire(world, "feed"));
    await calmly(play, () => fire(world, "reconcile"));
    minutes += 1;
    if (minutes % 3 === 0) await calmly(play, () => fire(world, "learn"));
    const isOpen = await somethingIsOpen(play);
    for (const personId of play.people)
      if (isOpen || underWayOf(await newestOf(world.deps, personId, world.projectId)).length > 0)
        done += await answerAll(play, personId);
    if (done > 0) quietSinceMs = steps.nowMs();
  }
  const before = repairs(world.stores.log);
  // Twice: the first may end a walk that was begun when things still changed.
  for (let walk = 0; walk < 2; walk++) {
    steps.pass(MINUTE_MS);
    await calmly(play, () => fire(world, "scrub"));
  }
  // What it counted is taken when all that was under way meanwhile must have ended.
  steps.pass(2 * MINUTE_MS);
  await calmly(play, () => fire(world, "reconcile"));
  if (repairs(world.stores.log) > before) return ["scrub has something to repair when all is at rest"];
  if (steps.nowMs() >= untilMs) return ["it does not come to rest"];
  return (await waitingInVain(play)).map((itemId) => `${itemId}: wants an answer, and is offered to nobody`);
};

/** Lets one thing run to its end, alone. */
const calmly = async <Out>({ world }: Play, run: () => Promise<Out>): Promise<Out | undefined> => {
  let out: Out | undefined;
  let isOver = false;
  void run().then((value) => {
    out = value;
    isOver = true;
  });
  await world.steps.play(() => isOver);
  return out;
};

const somethingIsOpen = async ({ world, itemIds }: Play): Promise<boolean> =>
  (await items(world.deps).findMany(world.projectId, itemIds)).some(({ state }) => state === "open");

/** Calls made at once, outside of the scheduler: nobody is beside her. */
const answerAll = async (play: Play, personId: AnnotatorId): Promise<number> => {
  const { world } = play;
  const path = { projectId: world.projectId };
  const { state } = (await projects(world.deps).find(world.projectId)) ?? {};
  if (state !== "open" || !(await isThere(play, personId))) return 0;
  let given = 0;
  for (;;) {
    const offered = await assign(world.deps, requestOf(personId, { path, body: {} }));
    if (offered.state === "nothing") return given;
    const { assignmentId, labels, left } = packetOf(offered.assignment);
    const answers = [...left].map((itemId) => ({
      itemId,
      submissionId: newSubmissionId(play),
      answer: anAnswer(play, itemId, labels),
    }));
    const { results } = await submit(world.deps, requestOf(personId, { path, body: { assignmentId, answers } }));
    for (const [at, result] of results.entries()) {
      const one = answers[at];
      if (result.state !== "stored" || !one) throw new Error(`an answer was refused: ${JSON.stringify(result)}`);
      play.acknowledged.push({ personId, ...one, revision: result.revision });
    }
    given += answers.length;
  }
};

const isThere = async ({ world }: Play, personId: AnnotatorId): Promise<boolean> =>
  hasRole(await memberships(world.deps).find(personId, world.projectId), ["annotator"]);

/** Open items that somebody who is there might still take. */
const waitingInVain = async (play: Play): Promise<readonly string[]> => {
  const { world, project, people } = play;
  const now = await projects(world.deps).find(world.projectId);
  if (now?.state !== "open") return [];
  const there: AnnotatorId[] = [];
  for (const personId of people) if (await isThere(play, personId)) there.push(personId);
  const headers = await items(world.deps).findMany(world.projectId, play.itemIds);
  return headers
    .filter((header) => there.some((personId) => mayTake(header, personId, project.overlap)))
    .map(({ itemId }) => itemId);
};
