import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import { HttpMethods, type IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { background } from "../lambdas/endpoints.ts";
import { notifyOfObjects } from "./constructs/bucket-notification.ts";
import { MachineQueue } from "./constructs/machine-queue.ts";
import { PrivateBucket, type PrivateBucketProps } from "./constructs/private-bucket.ts";
import { SignIn } from "./constructs/sign-in.ts";
import { Tables } from "./constructs/tables.ts";
import { namesOf } from "./names.ts";
import type { Settings } from "./settings.ts";

const ACCESS_LOGS_DAYS = 90;

/** What must survive: work, persons, media, answers, exports, sign-ins, and the queue that media are announced on. */
export class DataStack extends Stack {
  readonly tables: Tables;
  readonly signIn: SignIn;
  readonly ingest: IBucket;
  readonly answers: IBucket;
  readonly exports: IBucket;
  readonly accessLogs: IBucket;
  /** Here and not with the function that empties it: bucket and queue name each other. */
  readonly ingestQueue: MachineQueue;

  constructor(scope: Construct, id: string, settings: Settings, props: StackProps) {
    super(scope, id, { ...props, terminationProtection: settings.retain });
    const { retain } = settings;
    const restored = { main: settings.mainTable, people: settings.peopleTable };
    this.tables = new Tables(this, "Tables", { retain, restored });
    this.signIn = new SignIn(this, "SignIn", { name: namesOf(settings.stage).userPool, retain });

    const allowedOrigins = pageOrigins(settings);
    const cors = (...allowedMethods: HttpMethods[]) => [
      { allowedOrigins, allowedMethods, allowedHeaders: ["*"], exposedHeaders: ["ETag"], maxAge: 3600 },
    ];
    // They hold addresses of people's machines: kept long enough to look into a break-in, and no longer.
    this.accessLogs = new PrivateBucket(this, "AccessLogs", { retain, expiresDays: ACCESS_LOGS_DAYS }).bucket;
    const bucket = (name: string, props: Partial<PrivateBucketProps>) =>
      new PrivateBucket(this, name, { retain, accessLogs: this.accessLogs, ...props }).bucket;
    this.ingest = bucket("Ingest", {
      versions: "for-good",
      cors: cors(HttpMethods.GET, HttpMethods.PUT, HttpMethods.POST),
    });
    // Answers lie under the hash of their bytes: there is nothing that a second version could be.
    this.answers = bucket("Answers", { cors: cors(HttpMethods.PUT) });
    this.exports = bucket("Exports", { versions: "30-days", cors: cors(HttpMethods.GET), passing: "parts/" });

    this.ingestQueue = new MachineQueue(this, "IngestQueue", { timeoutSeconds: background.ingest.timeoutSeconds });
    notifyOfObjects(this.ingest, this.ingestQueue.queue);

    const output = (name: string, value: string, description: string) =>
      new CfnOutput(this, name, { value, description });
    output("MainTable", this.tables.main.tableName, "Projects, items, annotations, pay");
    output("PeopleTable", this.tables.people.tableName, "Names of persons, invitations");
    output("IngestBucket", this.ingest.bucketName, "Media, by project");
    output("AnswersBucket", this.answers.bucketName, "Large answers, by hash");
    output("ExportsBucket", this.exports.bucketName, "Exports");
    output("UserPoolId", this.signIn.pool.userPoolId, "Sign-ins");
    output("UserPoolClientId", this.signIn.client.userPoolClientId, "The page, to the sign-in service");
  }
}

/**
 * Whose scripts may talk to the buckets. CORS decides who may read an answer, not who may act (a presigned address
 * does that), so that a page without a domain of its own, whose address is known only when it is made, may be any of
 * CloudFront's.
 */
const pageOrigins = ({ domain, pageOrigins: others }: Settings): string[] =>
  domain || others.length > 0 ? [...(domain ? [`https://${domain}`] : []), ...others] : ["https://*.cloudfront.net"];
