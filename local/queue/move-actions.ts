import type { Action } from "./actions.ts";
import { nameInArn } from "./queue-attributes.ts";
import { refusal } from "./sqs-refusal.ts";

/** Actions that bring messages back from a dead-letter queue. */

export const startMessageMoveTask: Action = (call) => {
  const [source, destination] = [call.request.text("SourceArn"), call.request.optionalText("DestinationArn")];
  const perSecond = call.request.optionalInteger("MaxNumberOfMessagesPerSecond", 1, 500);
  call.request.end();
  call.permit("sqs:StartMessageMoveTask", nameInArn(source) ?? source);
  call.permit("sqs:ReceiveMessage", nameInArn(source) ?? source);
  call.permit("sqs:DeleteMessage", nameInArn(source) ?? source);
  for (const name of destination === undefined
    ? originsOf(call.engine, source)
    : [nameInArn(destination) ?? destination])
    call.permit("sqs:SendMessage", name);
  return { TaskHandle: call.engine.startMoveTask(source, destination, perSecond) };
};

const originsOf = (engine: Parameters<Action>[0]["engine"], sourceArn: string): readonly string[] =>
  engine.sourcesOf(nameInArn(sourceArn) ?? "").map(({ name }) => name);

export const listMessageMoveTasks: Action = (call) => {
  const source = call.request.text("SourceArn");
  const limit = call.request.optionalInteger("MaxResults", 1, 10) ?? 1;
  call.request.end();
  call.permit("sqs:ListMessageMoveTasks", nameInArn(source) ?? source);
  return {
    Results: call.engine.listMoveTasks(source, limit).map((task) => ({
      Status: "COMPLETED",
      SourceArn: task.sourceArn,
      ...(task.destinationArn === undefined ? {} : { DestinationArn: task.destinationArn }),
      ApproximateNumberOfMessagesMoved: task.moved,
      ApproximateNumberOfMessagesToMove: task.moved,
      StartedTimestamp: task.startedAt,
    })),
  };
};

/** A task is over before anybody can ask to stop it. */
export const cancelMessageMoveTask: Action = (call) => {
  call.request.text("TaskHandle");
  call.request.end();
  throw refusal("ResourceNotFoundException", "The task has ended already: moves are done at once here.");
};
