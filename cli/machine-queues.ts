import { GetQueueAttributesCommand, GetQueueUrlCommand, paginateListQueues, SQSClient } from "@aws-sdk/client-sqs";
import { serverInFolder } from "./folder-files.ts";

/** Queues that functions empty, by what they are called on the command line. */
export const MACHINE_QUEUES = ["ingest", "retry", "export", "relabel"] as const;
export type MachineQueueName = (typeof MACHINE_QUEUES)[number];

/** A queue's dead letters: what failed too often. */
export interface DeadLetters {
  readonly queue: MachineQueueName;
  readonly url: string;
  readonly arn: string;
}

/** The queues of one deployment, with the rights of whoever owns it. */
export interface Queues {
  readonly client: SQSClient;
  /** What the queues' names begin with, and which of them a name is. */
  readonly prefix: string;
  readonly pattern: RegExp;
}

/** Of a server that runs on this machine. */
export const queuesInFolder = async (folder: string): Promise<Queues> => {
  const { addresses, region, credentials } = await serverInFolder(folder);
  const client = new SQSClient({ endpoint: addresses["queue"] ?? "", region, credentials });
  return { client, prefix: "", pattern: /^(ingest|retry|export|relabel)$/ };
};

/** Of a deployment in AWS, by the machine's own credentials and region. CloudFormation names them after its stacks. */
export const queuesInAws = (stage: string): Queues => ({
  client: new SQSClient({}),
  prefix: `labelloop-${stage}-`,
  pattern: new RegExp(`^labelloop-${stage}(?:-data)?-(Ingest|Retry|Export|Relabel)Queue(?!DeadLetters)`),
});

/** In the order of `MACHINE_QUEUES`. Throws when there is none: the deployment is elsewhere. */
export const findDeadLetters = async ({ client, prefix, pattern }: Queues): Promise<readonly DeadLetters[]> => {
  const found = new Map<string, DeadLetters>();
  for await (const { QueueUrls = [] } of paginateListQueues({ client }, { QueueNamePrefix: prefix, MaxResults: 1000 }))
    for (const url of QueueUrls) {
      const name = pattern.exec(url.split("/").at(-1) ?? "")?.[1]?.toLowerCase();
      const queue = MACHINE_QUEUES.find((one) => one === name);
      if (queue) found.set(queue, await deadLettersOf(client, queue, url));
    }
  const inOrder = MACHINE_QUEUES.flatMap((name) => found.get(name) ?? []);
  if (inOrder.length > 0) return inOrder;
  throw new Error(
    "there are no queues of Labelloop in this account and region: name another --stage, or sign in to AWS",
  );
};

const deadLettersOf = async (client: SQSClient, queue: MachineQueueName, QueueUrl: string): Promise<DeadLetters> => {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["RedrivePolicy"] }),
  );
  const policy: unknown = JSON.parse(Attributes["RedrivePolicy"] ?? "{}");
  const arn = typeof policy === "object" && policy !== null ? Reflect.get(policy, "deadLetterTargetArn") : undefined;
  if (typeof arn !== "string") throw new Error(`the queue ${QueueUrl} has no dead letters`);
  const { QueueUrl: url = "" } = await client.send(new GetQueueUrlCommand({ QueueName: arn.split(":").at(-1) }));
  return { queue, url, arn };
};
