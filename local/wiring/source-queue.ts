import type { SourceMessage, SourceQueue } from "../event-source/event-source.ts";
import type { QueueEngine } from "../queue/engine.ts";
import type { MessageAttribute } from "../queue/message-attributes.ts";
import type { ReceivedMessage } from "../queue/messages.ts";
import { nameInArn } from "../queue/queue-attributes.ts";

export const queueName = (arn: string): string => {
  const name = nameInArn(arn);
  if (name === undefined) throw new Error(`${arn} names no queue of this cloud`);
  return name;
};

/** A queue as a mapping uses it: in this process, without HTTP. */
export const sourceQueue = (engine: QueueEngine, arn: string): SourceQueue => {
  const name = queueName(arn);
  const handles = (messages: readonly SourceMessage[]) => messages.map(({ receiptHandle }) => receiptHandle);
  return {
    arn,
    receive: async (atMost, waitMs, signal) => {
      const received = await engine.poll(name, { atMost, waitMs, signal });
      return received.map(asSourceMessage);
    },
    delete: async (messages) =>
      engine.together(() => {
        for (const handle of handles(messages)) engine.delete(name, handle);
      }),
    releaseInFlight: () => engine.releaseInFlight(name),
    giveBack: async (messages) => engine.giveBack(name, handles(messages)),
  };
};

const asSourceMessage = ({ messageAttributes, ...message }: ReceivedMessage): SourceMessage => ({
  ...message,
  messageAttributes: Object.fromEntries(
    Object.entries(messageAttributes).map(([name, attribute]) => [name, asEventAttribute(attribute)]),
  ),
});

/** An event spells attributes in another way than a receive does. */
const asEventAttribute = (attribute: MessageAttribute) => ({
  ...("StringValue" in attribute ? { stringValue: attribute.StringValue } : { binaryValue: attribute.BinaryValue }),
  stringListValues: [],
  binaryListValues: [],
  dataType: attribute.DataType,
});
