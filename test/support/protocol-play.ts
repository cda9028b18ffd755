import type { AnnotatorId } from "../../core/ids.ts";
import { learn } from "../../lambdas/learn.ts";
import { reopenItem } from "../../lambdas/reopen-item.ts";
import { retry } from "../../lambdas/retry.ts";
import { reconcileLeases } from "../../lambdas/steps/reconcile-leases.ts";
import { retryMessage } from "../../lambdas/steps/send-to-retry.ts";
import { items } from "../../lambdas/store/items.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { annotatorOf, haveItems, haveMember, haveProject, requestOf } from "./labelling.ts";
import { annotate, HARD, type Play } from "./protocol-annotator.ts";
import { brokenPromises, watchClaims } from "./protocol-promises.ts";
import { openProtocolWorld } from "./protocol-world.ts";

export interface Played {
  /** Promises that do not hold, in words; none in a sound protocol. */
  readonly broken: readonly string[];
  readonly answers: number;
  readonly crashes: number;
  readonly late: number;
  readonly corrections: number;
  readonly surplus: number;
  readonly reconciled: number;
}

const PEOPLE = 6;

/** Plays one world from its seed to rest, and says what does not hold then. */
export const playProtocol = async (seed: number): Promise<Played> => {
  const world = await openProtocolWorld(seed);
  const { deps } = world.stores;
  const min = 1 + Math.floor(world.random() * 3);
  const confidenceTarget = world.pick(["majority", 0.9, 0.95] as const);
  const project = await haveProject(deps, {
    overlap: { min, max: min + Math.floor(world.random() * 3) },
    confidenceTarget,
    packetItems: 3,
    leaseMs: 60_000,
  });
  const itemIds = await haveItems(deps, project, 6);
  for (let person = 0; person < PEOPLE; person++) await haveMember(deps, project, person);
  const claims = watchClaims(world, project);
  const play: Play = {
    world,
    project,
    itemIds,
    acknowledged: [],
    counts: { crashes: 0, corrections: 0 },
    isClosing: false,
  };

  let running = 0;
  const start = (actor: Promise<void>): void => {
    running += 1;
    void actor.then(() => {
      running -= 1;
    });
  };
  for (let person = 0; person < PEOPLE; person++) start(annotate(play, annotatorOf(person)));
  start(tick(play));
  const endMs = world.stores.nowMs() + 10 * 60_000;
  await world.play(() => {
    play.isClosing ||= world.stores.nowMs() > endMs;
    return play.isClosing && running === 0;
  });

  await comeToRest(play);
  const rest = await brokenPromises(world, project, play.acknowledged, { people: annotators(), itemIds });
  await world.stores.close();
  return { ...rest, ...play.counts, broken: [...claims.broken, ...rest.broken] };
};

const annotators = (): readonly AnnotatorId[] => Array.from({ length: PEOPLE }, (_, person) => annotatorOf(person));

/** Leases end and are reconciled, undisturbed, until nothing is open. */
const comeToRest = async ({ world }: Play): Promise<void> => {
  for (let round = 0; round < 3; round++) {
    world.stores.pass(10 * 60_000);
    await reconcileLeases(world.stores.deps, world.stores.nowMs() + 1_000_000);
    await learn(world.stores.deps);
  }
};

/** What the schedule and the retry queue do; the queue loses what it likes. */
const tick = async (play: Play): Promise<void> => {
  const { world } = play;
  while (!play.isClosing) {
    const headers = await items(world.stores.deps).findMany(play.project.projectId, play.itemIds);
    if (headers.every(({ state }) => state !== "open") && world.chance(0.15)) play.isClosing = true;
    await world.sleep(10_000 + 30_000 * world.random());
    const deadline = world.stores.nowMs() + 30_000;
    await world.invoke((deps) => reconcileLeases(deps, deadline), { misfortune: HARD, timeoutMs: 50_000 });
    const message = world.retries.shift();
    if (message && world.chance(0.5)) {
      await world.invoke((deps) => retry(deps, retryMessage.parse(message)), { misfortune: HARD, timeoutMs: 60_000 });
    }
    if (world.chance(0.2)) await world.alone(learn);
    if (world.chance(0.4)) await reopenSomething(play);
    if (world.chance(0.03)) await leave(play);
  }
};

const reopenSomething = async ({ world, project, itemIds }: Play): Promise<void> => {
  const { deps } = world.stores;
  const header = await items(deps).find(project.projectId, world.pick(itemIds));
  if (!header || header.state === "open") return;
  await world.invoke((own) =>
    reopenItem(
      own,
      requestOf(annotatorOf(99), {
        path: { projectId: project.projectId, itemId: header.itemId },
        body: { round: header.round, reason: "look again" },
      }),
    ),
  );
};

const leave = async ({ world, project }: Play): Promise<void> => {
  const personId = annotatorOf(PEOPLE - 1);
  await memberships(world.stores.deps).change(personId, project.projectId, { roles: ["annotator"], state: "left" });
};
