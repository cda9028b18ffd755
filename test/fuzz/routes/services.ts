import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Caller } from "../../../local/access/caller.ts";
import { startBucket } from "../../../local/bucket/start.ts";
import { startQueue } from "../../../local/queue/start.ts";
import { startSignIn } from "../../../local/sign-in/start-sign-in.ts";
import { openStores, type Stores } from "../../support/stores.ts";
import { PERSONS, type Somebody, signInNameOf } from "./persons.ts";
import { type RestoredStorage, restoredStorage } from "./restored-storage.ts";

const caller: Caller = {
  accessKeyId: "AKIDROUTES",
  secretAccessKey: "secret-of-routes",
  name: "routes",
  allows: () => true,
};
const BUCKETS = { INGEST_BUCKET: "media", ANSWERS_BUCKET: "answers", EXPORTS_BUCKET: "exports", SITE_BUCKET: "site" };
const QUEUES = {
  INGEST_QUEUE_URL: "ingest",
  RETRY_QUEUE_URL: "retry",
  EXPORT_QUEUE_URL: "export",
  RELABEL_QUEUE_URL: "relabel",
};

export interface Services extends Stores {
  readonly tables: RestoredStorage;
}

/** The tables in memory; bucket, queues and sign-in of the embedded cloud over their own addresses. */
export const startServices = async (): Promise<Services> => {
  const folder = await mkdtemp(join(tmpdir(), "labelloop-routes-"));
  const findCaller = (id: string) => (id === caller.accessKeyId ? caller : undefined);
  const served = { findCaller, now: Date.now, port: 0, newId: randomUUID };
  const bucket = await startBucket({ ...served, folder: join(folder, "bucket") });
  const queues = await startQueue({ ...served, folder: join(folder, "queue") });
  const passwordCost = { cost: 16, blockSize: 8, parallel: 1 };
  const signIn = await startSignIn({ ...served, folder: join(folder, "sign-in"), allowedOrigins: [], passwordCost });
  for (const name of Object.values(BUCKETS))
    bucket.createBucket(name, { VersioningConfiguration: { Status: "Enabled" } });
  for (const name of Object.values(QUEUES)) queues.createQueue(name);
  const poolId = signIn.createPool("Pool", {
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    Policies: { PasswordPolicy: { MinimumLength: 10, TemporaryPasswordValidityDays: 7 } },
  });
  for (const group of ["operator", "vendor"]) signIn.createGroup(poolId, group);
  for (const { personId, groups } of Object.values<Somebody>(PERSONS)) {
    const user = { UserPoolId: poolId, Username: signInNameOf(personId) };
    await signIn.call("AdminCreateUser", { ...user, TemporaryPassword: "of a person here", MessageAction: "SUPPRESS" });
    for (const GroupName of groups) await signIn.call("AdminAddUserToGroup", { ...user, GroupName });
  }

  const client = { region: "us-east-1", credentials: caller, maxAttempts: 1 };
  const checked = { requestChecksumCalculation: "WHEN_REQUIRED", responseChecksumValidation: "WHEN_REQUIRED" } as const;
  const tables = restoredStorage();
  const stores = await openStores({
    quick: true,
    storage: tables.storage,
    bucket: new S3Client({ ...client, ...checked, endpoint: bucket.url, forcePathStyle: true }),
    queue: new SQSClient({ ...client, endpoint: queues.url }),
    signIn: new CognitoIdentityProviderClient({ ...client, endpoint: signIn.url }),
    config: {
      ...BUCKETS,
      ...Object.fromEntries(Object.entries(QUEUES).map(([name, queue]) => [name, queues.urlOf(queue)])),
      USER_POOL_ID: poolId,
    },
    startMs: Date.now(),
  });
  return {
    ...stores,
    tables,
    close: async () => {
      await stores.close();
      await Promise.all([bucket.close(), queues.close(), signIn.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
