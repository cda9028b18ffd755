import { randomUUID } from "node:crypto";
import { type Connection, connect } from "../office/connection.ts";
import { type Colleague, LABELS } from "../office/office.ts";

/** What was measured of all annotators together; times in milliseconds. */
export interface Measured {
  readonly assignMs: number[];
  readonly submitMs: number[];
  /** Why a request failed, by how often. */
  readonly errors: Map<string, number>;
  answers: number;
}

export const nothingMeasured = (): Measured => ({ assignMs: [], submitMs: [], errors: new Map(), answers: 0 });

/** One annotator as her browser acts: the next packet is fetched when the last item of one is answered. */
export interface LoadAnnotator {
  /** Answers the next items, at most so many of one packet in one request; 0 when there is nothing for her. */
  answer(batchMax: number): Promise<number>;
  close(): void;
}

export interface LoadAnnotatorOptions {
  readonly page: string;
  readonly projectId: string;
  readonly colleague: Colleague;
  /** Where it counts now: what is warmed up with is not measured. */
  readonly measured: () => Measured;
  /** False keeps counts only: a million times would be the generator's own memory. */
  readonly timed?: boolean;
}

interface Packet {
  readonly assignmentId: string;
  readonly left: string[];
}

export const loadAnnotator = (options: LoadAnnotatorOptions): LoadAnnotator => {
  const { page, projectId, colleague, measured, timed = true } = options;
  const connection: Connection = connect(page, colleague);
  let packet: Packet | undefined;

  /** The body of a 200; anything else is counted as an error and gives undefined. */
  const ask = async (what: "assign" | "submit", path: string, body: unknown): Promise<object | undefined> => {
    const startedMs = performance.now();
    const answered = await connection.send("POST", path, body).catch((error: unknown) => ({
      status: 0,
      body: String(error),
    }));
    const { assignMs, submitMs, errors } = measured();
    if (timed) (what === "assign" ? assignMs : submitMs).push(performance.now() - startedMs);
    if (answered.status === 200) return Object(answered.body);
    const reason = `${what}: ${answered.status} ${JSON.stringify(answered.body).slice(0, 200)}`;
    errors.set(reason, (errors.get(reason) ?? 0) + 1);
    return undefined;
  };

  const fetchPacket = async (): Promise<void> => {
    const given = await ask("assign", `/api/projects/${projectId}/assignments`, {});
    const { assignment } = Object(given);
    packet = assignment && {
      assignmentId: assignment.assignmentId,
      left: assignment.items
        .map(({ itemId }: { readonly itemId: string }) => itemId)
        .filter((itemId: string) => !assignment.done.includes(itemId)),
    };
  };

  const answer = async (batchMax: number): Promise<number> => {
    if (!packet) await fetchPacket();
    if (!packet) return 0;
    const { assignmentId, left } = packet;
    const answers = left.splice(0, batchMax).map((itemId) => ({
      itemId,
      submissionId: randomUUID(),
      answer: { kind: "labelled", value: { classes: [LABELS[0]] } },
    }));
    if (left.length === 0) packet = undefined;
    const submitted = Object(await ask("submit", `/api/projects/${projectId}/annotations`, { assignmentId, answers }));
    const results: readonly { readonly state: string }[] = submitted.results ?? [];
    const counts = measured();
    for (const result of results) {
      if (result.state === "stored") counts.answers += 1;
      else counts.errors.set(JSON.stringify(result), (counts.errors.get(JSON.stringify(result)) ?? 0) + 1);
    }
    if (!packet) await fetchPacket();
    return answers.length;
  };

  return { answer, close: () => connection.close() };
};
