import type { Answer } from "../../../core/annotation.ts";
import type { AnnotatorId } from "../../../core/ids.ts";
import { assign } from "../../../lambdas/assign.ts";
import { endpoints, type Reply } from "../../../lambdas/endpoints.ts";
import { extendLease } from "../../../lambdas/extend-lease.ts";
import { release } from "../../../lambdas/release.ts";
import { submit } from "../../../lambdas/submit.ts";
import { anAnswer, newSubmissionId, type Play } from "./play.ts";
import { maybePropose } from "./proposals.ts";

/** What a page holds. */
export interface Packet {
  readonly assignmentId: string;
  readonly labels: readonly string[];
  readonly left: Set<string>;
}
interface Given {
  readonly packet: Packet;
  readonly itemId: string;
  readonly submissionId: string;
  readonly answer: Answer;
  readonly replaces?: number;
}

/** One person with a page, or two, that may vanish at any time, and whose answers may come late, twice or never. */
export const annotate = async (play: Play, personId: AnnotatorId): Promise<void> => {
  const { steps } = play.world;
  let held: readonly Packet[] = [];
  const said: Given[] = [];
  while (!play.isClosing) {
    await steps.sleep(5_000 * steps.random());
    const draw = steps.random();
    const [packet] = held;
    if (!packet || (held.length < 2 && draw < 0.12)) held = await ask(play, personId, held);
    else if (draw < 0.73) held = await answerSome(play, personId, packet, held, said);
    else if (draw < 0.8) await correct(play, personId, said);
    else if (draw < 0.83) held = await giveBack(play, personId, packet, held);
    else if (draw < 0.87) await extend(play, personId, packet);
    // The page is gone, and what it held with it: the next one is told of it again, or it runs out.
    else if (draw < 0.9) held = [];
    // A second tab, which knows nothing of the first.
    else if (draw < 0.915) held = [...held, ...(await ask(play, personId, []))];
    else if (draw < 0.955) await maybePropose(play, personId, said.at(-1)?.itemId);
    // Away for longer than a lease and its grace, then goes on where she was.
    else await steps.sleep(100_000 + 150_000 * steps.random());
  }
};

const ask = async (play: Play, personId: AnnotatorId, held: readonly Packet[]): Promise<readonly Packet[]> => {
  const body = { holding: held.map(({ assignmentId }) => assignmentId).slice(0, 2) };
  const answer = await play.world.call("assign", endpoints.assign, assign, personId, { body });
  if (answer.state === "lost") play.counts.lost += 1;
  if (answer.state !== "answered") return held;
  if (answer.value.state === "nothing") {
    await play.world.steps.sleep(answer.value.retryAfterMs);
    return held;
  }
  return [...held, packetOf(answer.value.assignment)];
};

export const packetOf = (
  assignment: Extract<Reply<typeof endpoints.assign>, { state: "assigned" }>["assignment"],
): Packet => {
  const done = new Set<string>(assignment.done);
  const left = new Set<string>(assignment.items.map(({ itemId }) => itemId).filter((itemId) => !done.has(itemId)));
  return { assignmentId: assignment.assignmentId, labels: assignment.ontology.labels.map(({ id }) => id), left };
};

const answerSome = async (
  play: Play,
  personId: AnnotatorId,
  packet: Packet,
  held: readonly Packet[],
  said: Given[],
): Promise<readonly Packet[]> => {
  const { steps } = play.world;
  const count = 1 + Math.floor(steps.random() * packet.left.size);
  const given = [...packet.left].slice(0, count).map(
    (itemId): Given => ({
      packet,
      itemId,
      submissionId: newSubmissionId(play),
      answer: anAnswer(play, itemId, packet.labels),
    }),
  );
  for (const one of given) packet.left.delete(one.itemId);
  said.push(...given);
  // Now and then the page sends twice at once.
  const twice = steps.chance(0.06) ? handIn(play, personId, given) : undefined;
  await handIn(play, personId, given);
  await twice;
  return packet.left.size > 0 ? held : held.filter((one) => one !== packet);
};

/** Sends until it hears something, or gives up. */
const handIn = async (play: Play, personId: AnnotatorId, given: readonly Given[]): Promise<void> => {
  const { world, acknowledged, counts } = play;
  const [first] = given;
  if (!first) return;
  const body = { assignmentId: first.packet.assignmentId, answers: given.map(({ packet: _, ...answer }) => answer) };
  for (let attempt = 1; attempt <= 6; attempt++) {
    const answer = await world.call("submit", endpoints.submit, submit, personId, { body });
    if (answer.state === "answered") {
      for (const [at, result] of answer.value.results.entries()) {
        const one = given[at];
        if (result.state !== "stored" || !one) continue;
        const { itemId, submissionId, answer: said } = one;
        acknowledged.push({ personId, itemId, submissionId, revision: result.revision, answer: said });
        if (result.late) counts.late += 1;
      }
      return;
    }
    if (answer.state === "refused") return;
    counts.lost += 1;
    if (world.steps.chance(0.35)) return;
    await world.steps.sleep(1_000 * attempt);
  }
};

const correct = async (play: Play, personId: AnnotatorId, said: readonly Given[]): Promise<void> => {
  if (said.length === 0) return;
  const before = play.world.steps.pick(said);
  const known = play.acknowledged.findLast((one) => one.personId === personId && one.itemId === before.itemId);
  if (!known) return;
  play.counts.corrections += 1;
  const answer = anAnswer(play, before.itemId, before.packet.labels);
  await handIn(play, personId, [{ ...before, answer, submissionId: newSubmissionId(play), replaces: known.revision }]);
};

const giveBack = async (
  { world, counts }: Play,
  personId: AnnotatorId,
  { assignmentId }: Packet,
  held: readonly Packet[],
): Promise<readonly Packet[]> => {
  const sent = { path: { assignmentId }, body: {} };
  const answer = await world.call("release", endpoints.release, release, personId, sent);
  if (answer.state === "lost") counts.lost += 1;
  // Sometimes the page goes on with what it gave back: another tab has it.
  return world.steps.chance(0.2) ? held : held.filter((one) => one.assignmentId !== assignmentId);
};

const extend = async ({ world }: Play, personId: AnnotatorId, { assignmentId }: Packet): Promise<void> => {
  await world.call("extend-lease", endpoints.extendLease, extendLease, personId, { path: { assignmentId }, body: {} });
};
