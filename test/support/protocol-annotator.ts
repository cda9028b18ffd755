import type { Answer } from "../../core/annotation.ts";
import type { AnnotatorId, ItemId } from "../../core/ids.ts";
import type { Project } from "../../core/project.ts";
import { assign } from "../../lambdas/assign.ts";
import { extendLease } from "../../lambdas/extend-lease.ts";
import { release } from "../../lambdas/release.ts";
import { submit } from "../../lambdas/submit.ts";
import { HARMLESS, labelled, newSubmissionId, PEST, requestOf } from "./labelling.ts";
import type { Acknowledged } from "./protocol-promises.ts";
import { type Misfortune, NONE, type ProtocolWorld } from "./protocol-world.ts";

/** What happens to the calls of most handlers in such a world. */
export const HARD: Misfortune = { crash: 0.006, again: 0.008, failed: 0.004 };

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
export interface Play {
  readonly world: ProtocolWorld;
  readonly project: Project;
  readonly itemIds: readonly ItemId[];
  readonly acknowledged: Acknowledged[];
  readonly counts: { crashes: number; corrections: number };
  isClosing: boolean;
}

const anAnswer = (world: ProtocolWorld): Answer => {
  const draw = world.random();
  if (draw < 0.55) return labelled(PEST);
  if (draw < 0.8) return labelled(HARMLESS);
  if (draw < 0.85) return { kind: "none_fit" };
  if (draw < 0.9) return { kind: "cant_tell" };
  return { kind: "unusable", reason: "does_not_load" };
};

/** One person with a page that may be closed at any time. */
export const annotate = async (play: Play, personId: AnnotatorId): Promise<void> => {
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
