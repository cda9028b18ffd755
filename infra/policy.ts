import { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { INDEX } from "../lambdas/store/table.ts";
import type { SignIn } from "./constructs/sign-in.ts";
import type { Tables } from "./constructs/tables.ts";
import type { Grant } from "./grants.ts";

/** What grants speak of. */
export interface Resources {
  readonly tables: Tables;
  readonly signIn: SignIn;
  readonly buckets: Readonly<Record<"ingest" | "answers" | "exports" | "site", IBucket>>;
  readonly queues: Readonly<Record<"ingest" | "retry" | "export" | "relabel", Queue>>;
  /** Task queues are named `<prefix><project>-<epoch>`. */
  readonly taskQueuePrefix: string;
}

/** What an event-source mapping does in the function's name, as AWSLambdaSQSQueueExecutionRole has it. */
const TAKE = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

/** The statement of a policy that a grant is. */
export const statementOf = (scope: Construct, grant: Grant, resources: Resources): PolicyStatement => {
  const { tables, signIn, buckets, queues, taskQueuePrefix } = resources;
  const allow = (actions: readonly string[], ...on: string[]) =>
    new PolicyStatement({ actions: [...actions], resources: on });
  const prefixed = (service: string, actions: readonly string[]) => actions.map((action) => `${service}:${action}`);
  switch (grant.on) {
    case "main":
    case "people":
      return allow(prefixed("dynamodb", grant.actions), tables[grant.on].tableArn);
    case "main-index":
      return allow(["dynamodb:Query"], `${tables.main.tableArn}/index/${INDEX[grant.index].name}`);
    case "people-index":
      return allow(["dynamodb:Query"], `${tables.people.tableArn}/index/${INDEX[grant.index].name}`);
    case "bucket":
      return allow(prefixed("s3", grant.actions), buckets[grant.bucket].arnForObjects(`${grant.prefix}*`));
    case "bucket-listing":
      return allow(["s3:ListBucket"], buckets[grant.bucket].bucketArn);
    case "queue":
      return allow(grant.may === "send" ? ["sqs:SendMessage"] : TAKE, queues[grant.queue].queueArn);
    case "task-queues":
      return allow(
        prefixed("sqs", grant.actions),
        Stack.of(scope).formatArn({ service: "sqs", resource: `${taskQueuePrefix}*` }),
      );
    case "sign-in":
      return allow(prefixed("cognito-idp", grant.actions), signIn.pool.userPoolArn);
  }
};
