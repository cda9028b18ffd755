import { DynamoDBClient, ProvisionedThroughputExceededException } from "@aws-sdk/client-dynamodb";
import { S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { SQSClient, SQSServiceException } from "@aws-sdk/client-sqs";
import type { Deps } from "../../../lambdas/deps.ts";
import type { Call } from "./sites.ts";

type Clients = Pick<Deps, "table" | "bucket" | "queue">;

/** In messages of faults that a world makes: what else fails is a finding. */
export const SIMULATED = "(simulated)";

const account = { region: "us-east-1", credentials: { accessKeyId: "AKIDWORLD", secretAccessKey: "secret" } };
/** For signing addresses alone: it is made once, since making one takes long, and sends nothing. */
const signing = new S3Client({ ...account, endpoint: "http://127.0.0.1:1", forcePathStyle: true });

interface Command {
  readonly input: Readonly<Record<string, unknown>>;
}

/** Clients without the SDK's own work, which hand every call to `answer`. */
export const clientsOver = (answer: (call: Call) => Promise<unknown>): Clients => {
  const sending = (service: Call["service"]) => ({
    send: (command: Command) => {
      const operation = command.constructor.name.replace(/Command$/, "");
      return answer({ service, operation, input: command.input });
    },
    destroy: () => undefined,
  });
  const table: DynamoDBClient = Object.assign(Object.create(DynamoDBClient.prototype), sending("table"));
  const bucket: S3Client = Object.assign(Object.create(signing), sending("bucket"));
  const queue: SQSClient = Object.assign(Object.create(SQSClient.prototype), sending("queue"));
  return { table, bucket, queue };
};

/** What the SDK throws when a service refused each of its attempts. */
export const throttled = (service: Call["service"]): Error => {
  const message = `slow down ${SIMULATED}`;
  const known = { message, $metadata: {} };
  if (service === "table") return new ProvisionedThroughputExceededException(known);
  if (service === "bucket") return new S3ServiceException({ ...known, name: "SlowDown", $fault: "server" });
  return new SQSServiceException({ ...known, name: "RequestThrottled", $fault: "client" });
};

/** What the SDK throws when no reply came to any of its attempts. */
export const replyLost = (): Error =>
  Object.assign(new Error(`connection timed out ${SIMULATED}`), { name: "TimeoutError" });
