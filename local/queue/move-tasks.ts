import { integer, text, textOrNull } from "../database.ts";
import { nameInArn } from "./queue-attributes.ts";
import type { QueueState } from "./queue-state.ts";
import { expectQueue, findQueue, sourcesOf } from "./queues.ts";
import { refusal } from "./sqs-refusal.ts";

export interface MoveTask {
  readonly handle: string;
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  readonly startedAt: number;
  readonly moved: number;
}

/**
 * Moves what is ready in a dead-letter queue back to where each message came from, or all to one queue. Done before
 * it returns, in one commit. A moved message is new: another id, its age and its receives begin again. Where a velocity
 * is asked for, so many of them become visible in each second that follows.
 */
export const startMoveTask = (
  state: QueueState,
  sourceArn: string,
  destinationArn: string | undefined,
  perSecond = Number.POSITIVE_INFINITY,
): string =>
  state.database.transaction(() => {
    const source = expectByArn(state, sourceArn, "SourceArn");
    if (sourcesOf(state, source.name).length === 0)
      throw refusal("InvalidParameterValueException", "Source queue must be configured as a Dead Letter Queue.");
    const destination = destinationArn === undefined ? undefined : expectByArn(state, destinationArn, "DestinationArn");
    const rows = state.database
      .sql("SELECT seq, source_arn FROM message WHERE queue = ? AND visible_at <= ? ORDER BY seq")
      .all(source.id, state.now());
    const move = state.database.sql(
      `UPDATE message SET queue = ?, id = ?, sent_at = ?, visible_at = ?, receipt = NULL, receive_count = 0,
         received_at = NULL, first_received_at = NULL, source_arn = NULL WHERE seq = ?`,
    );
    let moved = 0;
    for (const row of rows) {
      const origin = textOrNull(row, "source_arn");
      const target = destination ?? (origin === undefined ? undefined : findQueue(state, nameInArn(origin) ?? ""));
      if (!target) continue;
      const visibleAt = state.now() + Math.floor(moved / perSecond) * 1000;
      move.run(target.id, state.newId(), state.now(), visibleAt, integer(row, "seq"));
      state.wake(target.id);
      moved += 1;
    }
    const handle = state.newId();
    state.database
      .sql("INSERT INTO move_task (handle, source_arn, destination_arn, started_at, moved) VALUES (?, ?, ?, ?, ?)")
      .run(handle, sourceArn, destinationArn ?? null, state.now(), moved);
    return handle;
  });

/** Latest first. */
export const listMoveTasks = (state: QueueState, sourceArn: string, atMost: number): readonly MoveTask[] => {
  expectByArn(state, sourceArn, "SourceArn");
  return state.database
    .sql("SELECT * FROM move_task WHERE source_arn = ? ORDER BY started_at DESC LIMIT ?")
    .all(sourceArn, atMost)
    .map((row) => ({
      handle: text(row, "handle"),
      sourceArn: text(row, "source_arn"),
      destinationArn: textOrNull(row, "destination_arn"),
      startedAt: integer(row, "started_at"),
      moved: integer(row, "moved"),
    }));
};

const expectByArn = (state: QueueState, arn: string, parameter: string) => {
  const name = nameInArn(arn);
  if (name !== undefined) return expectQueue(state, name);
  throw refusal(
    "ResourceNotFoundException",
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
  );
};
