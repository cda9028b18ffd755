import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Seeded } from "../../core/seeded.ts";
import { type Answered, type Connection, connect } from "../office/connection.ts";
import { type Colleague, LABELS } from "../office/office.ts";

/** One answer that the server acknowledged, as it was sent and as it was answered. */
export interface Acknowledged {
  readonly personId: string;
  readonly itemId: string;
  readonly submissionId: string;
  readonly label: string;
  readonly late: boolean;
}

/** What all of them saw, added up while they work. */
export interface Seen {
  readonly acknowledged: Acknowledged[];
  /** Answers that the server refused by themselves: none of theirs is wrong. */
  readonly refused: string[];
  /** Requests without a whole answer: the server was gone. */
  cut: number;
  /** Requests answered with 500 and above: nothing is acknowledged by these. */
  failed: number;
  readonly statuses: Map<number, number>;
}

export const nothingSeen = (): Seen => ({ acknowledged: [], refused: [], cut: 0, failed: 0, statuses: new Map() });

export interface ScriptedAnnotator {
  /** Resolves once she was told to stop, or has answered everything after being told to finish. */
  readonly gone: Promise<void>;
}

export interface AnnotatorOptions {
  readonly page: string;
  readonly projectId: string;
  readonly colleague: Colleague;
  readonly hand: Seeded;
  readonly seen: Seen;
  /** True once nothing more comes: then "everything is answered" is the end. */
  readonly isLast: () => boolean;
}

/** One answer in a request, or so many, as the page sends them. */
const BATCH_MAX = 5;
const AGAIN_MS = 200;
/** Waits double up to this, each by a factor of its own: fifty that come back at once would start what is slow anew. */
const AGAIN_MS_MAX = 3_000;
/** Of the acknowledged requests so many are sent again, as by a tab that did not hear. */
const TWICE = 0.05;

/** What is right is the same for all: they agree, so every item can be decided. */
const labelOf = (itemId: string): string => LABELS[(itemId.codePointAt(itemId.length - 1) ?? 0) % 2] ?? LABELS[0];

interface Packet {
  readonly assignmentId: string;
  readonly items: readonly { readonly itemId: string }[];
  readonly done: readonly string[];
}

/** Takes packets and answers them, whatever happens to the server; what got no answer is sent again with its own id. */
export const labelThroughKills = async (options: AnnotatorOptions): Promise<void> => {
  const { page, projectId, colleague, hand, isLast } = options;
  const connection = connect(page, colleague);
  const path = `/api/projects/${projectId}/assignments`;
  try {
    for (;;) {
      const given = Object(await insist(connection, options, "POST", path, {}));
      if (given.state === "assigned") await answerPacket(options, connection, given.assignment as Packet);
      else if (isLast() && given.everythingAnswered) return;
      else await pause(AGAIN_MS * (1 + hand.next() * 4));
    }
  } finally {
    connection.close();
  }
};

const answerPacket = async (
  options: AnnotatorOptions,
  connection: Connection,
  { assignmentId, items, done }: Packet,
): Promise<void> => {
  const { projectId, colleague, hand, seen } = options;
  const { personId } = colleague;
  const left = items.map(({ itemId }) => itemId).filter((itemId) => !done.includes(itemId));
  while (left.length > 0) {
    const answers = left.splice(0, hand.whole(1, BATCH_MAX)).map((itemId) => ({
      itemId,
      submissionId: randomUUID(),
      answer: { kind: "labelled", value: { classes: [labelOf(itemId)] } },
    }));
    const path = `/api/projects/${projectId}/annotations`;
    const times = hand.chance(TWICE) ? 2 : 1;
    for (let time = 0; time < times; time++) {
      const { results } = Object(await insist(connection, options, "POST", path, { assignmentId, answers }));
      for (const [at, result] of results.entries()) {
        const answer = answers[at];
        if (result.state !== "stored" || !answer) seen.refused.push(JSON.stringify(result));
        else if (time === 0) {
          const { itemId, submissionId } = answer;
          seen.acknowledged.push({ personId, itemId, submissionId, label: labelOf(itemId), late: result.late });
        }
      }
    }
    await pause(hand.next() * AGAIN_MS);
  }
};

/** The body of a 200, however often it takes; another refusal than "not now" is a fault of the test's own or a find. */
const insist = async (
  connection: Connection,
  { seen, hand }: Pick<AnnotatorOptions, "seen" | "hand">,
  method: string,
  path: string,
  body: unknown,
): Promise<unknown> => {
  for (let againMs = AGAIN_MS; ; againMs = Math.min(againMs * 2, AGAIN_MS_MAX)) {
    const answered = await connection.send(method, path, body).catch((): Answered | undefined => undefined);
    if (answered?.status === 200) return answered.body;
    if (answered === undefined) seen.cut += 1;
    else {
      seen.statuses.set(answered.status, (seen.statuses.get(answered.status) ?? 0) + 1);
      if (answered.status >= 500) seen.failed += 1;
      else if (answered.status !== 429)
        throw new Error(`${method} ${path}: ${answered.status} ${JSON.stringify(answered.body)}`);
    }
    await pause(againMs * (0.5 + hand.next() / 2));
  }
};
