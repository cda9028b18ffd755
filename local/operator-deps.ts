import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { configOfOutputs } from "../infra/outputs.ts";
import type { ErasureDeps } from "../lambdas/erasure/erase-person.ts";
import { type Caller, REGION } from "./access/caller.ts";

export interface OperatedServer {
  readonly addresses: Readonly<Record<"table" | "bucket" | "signIn", string>>;
  /** By their own names, without the stack's. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly operator: Pick<Caller, "accessKeyId" | "secretAccessKey">;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The stores of a folder's server in the operator's name. Whoever asked for it ends its clients. */
export const operatorDeps = ({ addresses, outputs, operator, now }: OperatedServer): ErasureDeps => {
  const { accessKeyId, secretAccessKey } = operator;
  const client = { region: REGION, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 3 };
  return {
    config: configOfOutputs(outputs),
    table: new DynamoDBClient({ ...client, endpoint: addresses.table }),
    bucket: new S3Client({ ...client, endpoint: addresses.bucket }),
    signIn: new CognitoIdentityProviderClient({ ...client, endpoint: addresses.signIn }),
    now,
  };
};
