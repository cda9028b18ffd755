import { createHash, randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { ulid } from "ulid";
import { type Config, readConfig } from "./config.ts";
import { jsonLog, type Log } from "./log.ts";

/** Every side effect a handler may have. Handed to whatever needs it, never reached for. */
export interface Deps {
  readonly config: Config;
  readonly table: DynamoDBClient;
  readonly bucket: S3Client;
  readonly queue: SQSClient;
  readonly signIn: CognitoIdentityProviderClient;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A ULID: sorts by `now`. */
  readonly newId: () => string;
  /** 32 random bytes, base64url: for invitations and resets. Stored only as `hashOf`. */
  readonly newSecret: () => string;
  /** In [0, 1): spreads retries and shards. */
  readonly random: () => number;
  /** Waits before something is tried again. */
  readonly pause: (ms: number) => Promise<void>;
}

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The composition root of every function: real clock, real clients. Built on the first call, not on import. */
export const awsDeps = (environment: Readonly<Record<string, string | undefined>>): Deps => {
  const client = { maxAttempts: 3 };
  const now = () => Date.now();
  return {
    config: readConfig(environment),
    table: new DynamoDBClient(client),
    // Presigned addresses must not carry a checksum of the empty body (aws-sdk-js-v3 #6810).
    bucket: new S3Client({
      ...client,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    }),
    queue: new SQSClient(client),
    signIn: new CognitoIdentityProviderClient(client),
    log: jsonLog((line) => process.stdout.write(`${line}\n`), now),
    now,
    newId: () => ulid(now()),
    newSecret: () => randomBytes(32).toString("base64url"),
    random: () => Math.random(),
    pause: (ms) => pause(ms),
  };
};

/** Builds on the first call, so that importing a handler does nothing. */
export const onFirstCall = <In extends readonly unknown[], Out>(
  build: () => (...input: In) => Out,
): ((...input: In) => Out) => {
  let built: ((...input: In) => Out) | undefined;
  return (...input) => {
    built ??= build();
    return built(...input);
  };
};
