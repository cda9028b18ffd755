import type { Answer } from "../../core/annotation.ts";
import type { AnnotatorId, ItemId } from "../../core/ids.ts";
import type { Project } from "../../core/project.ts";
import { assign } from "../../lambdas/assign.ts";
import { extendLease } from "../../lambdas/extend-lease.ts";
import { release } from "../../lambdas/release.ts";
import { reopenItem } from "../../lambdas/reopen-item.ts";
import { retry } from "../../lambdas/retry.ts";
import { reconcileLeases } from "../../lambdas/steps/reconcile-leases.ts";
import { retryMessage } from "../../lambdas/steps/send-to-retry.ts";
import { items } from "../../lambdas/store/items.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { submit } from "../../lambdas/submit.ts";
import {
  annotatorOf,
  HARMLESS,
  haveItems,
  haveMember,
  haveProject,
  labelled,
  newSubmissionId,
  PEST,
  requestOf,
} from "./labelling.ts";
import { type Acknowledged, brokenPromises, watchClaims } from "./protocol-promises.ts";
import { type Misfortune, NONE, openProtocolWorld, type ProtocolWorld } from "./protocol-world.ts";

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
const HARD: Misfortune = { crash: 0.006, again: 0.008, failed: 0.004 };

interface Packet {
  readonly assignmentId: string;
  readonly items: readonly { readonly itemId: string; readonly round: number }[];
  readonly left: Set<string>;
}
interface Given {
  readonly packet: Packet;
  readonly itemId: string;
  readonly submissionId: string;
  readonly answer: Answer;
  readonly replaces?: number;
}

/** Everything one world has in it. */
interface Play {
  readonly world: ProtocolWorld;
  readonly project: Project;
  readonly itemIds: readonly ItemId[];
  readonly acknowledged: Acknowledged[];
  readonly counts: { crashes: number; corrections: number };
  isClosing: boolean;
}

/** Plays one world from its seed to rest, and says what does not hold then. */
export const playProtocol = async (seed: number): Promise<Played> => {
  const world = await openProtocolWorld(seed);
  const { deps } = world.stores;
  const min = 1 + Math.floor(world.random() * 3);
  const project = await haveProject(deps, {
    overlap: { min, max: min + Math.floor(world.random() * 3) },
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

const anAnswer = (world: ProtocolWorld): Answer => {
  const draw = world.random();
  if (draw < 0.6) return labelled(PEST);
  if (draw < 0.85) return labelled(HARMLESS);
  if (draw < 0.9) return { kind: "none_fit" };
  if (draw < 0.95) return { kind: "cant_tell" };
  return { kind: "unusable", reason: "does_not_load" };
};

/** One person with a page that may be closed at any time. */
const annotate = async (play: Play, personId: AnnotatorId): Promise<void> => {
  const { world } = play;
  let held: readonly Packet[] = [];
  const said: Given[] = [];
  while (!play.isClosing) {
    await world.sleep(6_000 * world.random());
    const draw = world.random();
    const packet = held[0];
    if (!packet || (held.length < 2 && draw < 0.15)) held = await ask(play, personId, held);
    else if (draw < 0.75) held = await answerSome(play, personId, packet, held, said);
    else if (draw < 0.84) await correct(play, personId, said);
    else if (draw < 0.88) held = await giveBack(play, personId, packet, held);
    else if (draw < 0.92) await extend(play, personId, packet);
    else if (draw < 0.96) held = [];
    // Away for longer than a lease and its grace, then goes on where she was.
    else await world.sleep(100_000 + 200_000 * world.random());
  }
};

const ask = async (
  { world, project, counts }: Play,
  personId: AnnotatorId,
  held: readonly Packet[],
): Promise<readonly Packet[]> => {
  const path = { projectId: project.projectId };
  const body = { holding: held.map(({ assignmentId }) => assignmentId).slice(0, 2) };
  const answer = await world.invoke((deps) => assign(deps, requestOf(personId, { path, body })), { misfortune: HARD });
  if (answer.state === "lost") counts.crashes += 1;
  if (answer.state !== "answered") return held;
  if (answer.value.state === "nothing") {
    await world.sleep(answer.value.retryAfterMs);
    return held;
  }
  const { assignment } = answer.value;
  const done = new Set<string>(assignment.done);
  const left = new Set<string>(assignment.items.map(({ itemId }) => itemId).filter((itemId) => !done.has(itemId)));
  return [...held, { assignmentId: assignment.assignmentId, items: assignment.items, left }];
};

const answerSome = async (
  play: Play,
  personId: AnnotatorId,
  packet: Packet,
  held: readonly Packet[],
  said: Given[],
): Promise<readonly Packet[]> => {
  const { world } = play;
  const count = 1 + Math.floor(world.random() * packet.left.size);
  const given = [...packet.left].slice(0, count).map(
    (itemId): Given => ({
      packet,
      itemId,
      submissionId: newSubmissionId(),
      answer: anAnswer(world),
    }),
  );
  for (const one of given) packet.left.delete(one.itemId);
  said.push(...given);
  // Now and then the page sends twice at once.
  const twice = world.chance(0.05) ? handIn(play, personId, given) : undefined;
  await handIn(play, personId, given);
  await twice;
  return packet.left.size > 0 ? held : held.filter((one) => one !== packet);
};

/** Sends until it hears something, or gives up. */
const handIn = async (play: Play, personId: AnnotatorId, given: readonly Given[]): Promise<void> => {
  const { world, project, acknowledged, counts } = play;
  const [first] = given;
  if (!first) return;
  const body = {
    assignmentId: first.packet.assignmentId,
    answers: given.map(({ packet: _, ...answer }) => answer),
  };
  for (let attempt = 1; attempt <= 6; attempt++) {
    const answer = await world.invoke(
      (deps) => submit(deps, requestOf(personId, { path: { projectId: project.projectId }, body })),
      { misfortune: HARD },
    );
    if (answer.state === "answered") {
      for (const [at, result] of answer.value.results.entries()) {
        const one = given[at];
        if (result.state === "stored" && one) acknowledged.push({ personId, ...one, revision: result.revision });
      }
      return;
    }
    if (answer.state === "refused") return;
    counts.crashes += 1;
    if (world.chance(0.15)) return;
    await world.sleep(1_000 * attempt);
  }
};

const correct = async (play: Play, personId: AnnotatorId, said: readonly Given[]): Promise<void> => {
  if (said.length === 0) return;
  const before = play.world.pick(said);
  const known = play.acknowledged.findLast(
    (one) => one.personId === personId && one.itemId === before.itemId && one.packet === before.packet,
  );
  if (!known) return;
  play.counts.corrections += 1;
  const answer = anAnswer(play.world);
  await handIn(play, personId, [{ ...before, answer, submissionId: newSubmissionId(), replaces: known.revision }]);
};

const giveBack = async (
  { world, project, counts }: Play,
  personId: AnnotatorId,
  { assignmentId }: Packet,
  held: readonly Packet[],
): Promise<readonly Packet[]> => {
  const path = { projectId: project.projectId, assignmentId };
  const answer = await world.invoke((deps) => release(deps, requestOf(personId, { path, body: {} })), {
    misfortune: HARD,
  });
  if (answer.state === "lost") counts.crashes += 1;
  // Sometimes the page goes on with what it gave back: another tab has it.
  return world.chance(0.2) ? held : held.filter((one) => one.assignmentId !== assignmentId);
};

const extend = async ({ world, project }: Play, personId: AnnotatorId, { assignmentId }: Packet): Promise<void> => {
  const path = { projectId: project.projectId, assignmentId };
  await world.invoke((deps) => extendLease(deps, requestOf(personId, { path, body: {} })), { misfortune: NONE });
};
