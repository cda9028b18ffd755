import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { ulid } from "ulid";
import type { Config } from "../../lambdas/config.ts";
import type { Deps } from "../../lambdas/deps.ts";
import type { OwnServer } from "./own-server.ts";

/** The names that things of the template have in a folder. */
const config = (queueUrl: string): Config => ({
  MAIN_TABLE: "tables-main",
  PEOPLE_TABLE: "tables-people",
  INGEST_BUCKET: "labelloop_ingest",
  ANSWERS_BUCKET: "labelloop_answers",
  EXPORTS_BUCKET: "labelloop_exports",
  SITE_BUCKET: "labelloop_site",
  INGEST_QUEUE_URL: `${queueUrl}/000000000000/ingest`,
  RETRY_QUEUE_URL: `${queueUrl}/000000000000/retry`,
  EXPORT_QUEUE_URL: `${queueUrl}/000000000000/export`,
  RELABEL_QUEUE_URL: `${queueUrl}/000000000000/relabel`,
  TASK_QUEUE_PREFIX: "labelloop-local-t-",
  USER_POOL_ID: "",
  USER_POOL_CLIENT_ID: "",
});

/** The stores of a running server in the operator's name: to bring about in a test what takes a month, or a crash. */
export const operatorDeps = ({ addresses, cloud }: OwnServer): Deps => {
  const client = {
    region: "us-east-1",
    credentials: JSON.parse(readFileSync(addresses.operatorKeysFile, "utf8")),
    maxAttempts: 1,
  };
  const silent = (): void => undefined;
  return {
    config: config(cloud.addresses.queue),
    table: new DynamoDBClient({ ...client, endpoint: cloud.addresses.table }),
    bucket: new S3Client({ ...client, endpoint: cloud.addresses.bucket, forcePathStyle: true }),
    queue: new SQSClient({ ...client, endpoint: cloud.addresses.queue }),
    signIn: new CognitoIdentityProviderClient({ ...client, endpoint: cloud.addresses.signIn }),
    log: { info: silent, warn: silent, error: silent },
    now: Date.now,
    newId: () => ulid(),
    newSecret: () => randomBytes(32).toString("base64url"),
    random: () => 0.5,
    pause: (ms) => pause(ms),
  };
};
