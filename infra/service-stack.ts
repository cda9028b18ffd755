import { existsSync } from "node:fs";
import { CfnOutput, Duration, Stack, type StackProps } from "aws-cdk-lib";
import { Code, EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Config } from "../lambdas/config.ts";
import { background, endpoints } from "../lambdas/endpoints.ts";
import type { Watched } from "./constructs/alarm-rules.ts";
import { Alarms } from "./constructs/alarms.ts";
import { Board } from "./constructs/board.ts";
import { type Functions, HandlerFunction } from "./constructs/handler-function.ts";
import { HttpEndpoints } from "./constructs/http-endpoints.ts";
import { MachineQueue } from "./constructs/machine-queue.ts";
import { PrivateBucket } from "./constructs/private-bucket.ts";
import { Schedules } from "./constructs/schedules.ts";
import { Spending } from "./constructs/spending.ts";
import { SiteFiles, WebSite } from "./constructs/web-site.ts";
import type { DataStack } from "./data-stack.ts";
import { endpointNames, type FunctionName, fileOf, functionNames, idOfFunction } from "./functions.ts";
import { grantsOf } from "./grants.ts";
import { namesOf } from "./names.ts";
import { type Resources, statementOf } from "./policy.ts";
import type { Settings } from "./settings.ts";
import { siteConfig } from "./site-config.ts";

export interface ServiceStackProps extends StackProps {
  readonly settings: Settings;
  readonly data: DataStack;
  /** Where `npm run build` put the handlers. */
  readonly lambdaRoot: string;
  /** Where it put the page; absent where the page is served by other means. */
  readonly webRoot?: string;
}

/** How many messages a function gets at once, how long it waits for them to gather, and how many run side by side. */
const SOURCES = {
  ingest: { batchSize: 10, windowSeconds: 1, concurrencyMax: 10 },
  retry: { batchSize: 10, windowSeconds: 1, concurrencyMax: 5 },
  export: { batchSize: 1, windowSeconds: 0, concurrencyMax: 5 },
  relabel: { batchSize: 1, windowSeconds: 0, concurrencyMax: 5 },
} as const;

/** What may be rebuilt at any time: functions, the API, machine queues, schedules, the page. */
export class ServiceStack extends Stack {
  readonly functions: Functions;
  readonly http: HttpEndpoints;
  readonly site: WebSite;
  /** The page's own, and the availability files that idle browsers look at. */
  readonly files: IBucket;
  /** Task queues are named `<prefix><project>-<epoch>`. */
  readonly taskQueuePrefix: string;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { data, settings, lambdaRoot, webRoot } = props;
    for (const folder of [lambdaRoot, webRoot])
      if (folder && !existsSync(folder)) throw new Error(`${folder} is not there: run \`npm run build\` first`);
    this.taskQueuePrefix = namesOf(settings.stage).taskQueuePrefix;
    this.files = new PrivateBucket(this, "Site", { retain: false, accessLogs: data.accessLogs }).bucket;
    const retryQueue = new MachineQueue(this, "RetryQueue", { timeoutSeconds: background.retry.timeoutSeconds });
    const exportQueue = new MachineQueue(this, "ExportQueue", { timeoutSeconds: background.export.timeoutSeconds });
    const relabelQueue = new MachineQueue(this, "RelabelQueue", { timeoutSeconds: background.relabel.timeoutSeconds });
    const resources: Resources = {
      tables: data.tables,
      signIn: data.signIn,
      buckets: { ingest: data.ingest, answers: data.answers, exports: data.exports, site: this.files },
      queues: {
        ingest: data.ingestQueue.queue,
        retry: retryQueue.queue,
        export: exportQueue.queue,
        relabel: relabelQueue.queue,
      },
      taskQueuePrefix: this.taskQueuePrefix,
    };

    this.functions = this.#makeFunctions(resources, lambdaRoot);
    this.#connectQueues(resources);
    this.http = new HttpEndpoints(this, "Http", { signIn: data.signIn });
    for (const name of endpointNames) this.http.route(name, this.functions[name].function);
    new Schedules(this, "Schedules", this.functions);
    this.site = this.#makeSite(props);

    const watched: Watched = {
      queues: { ingest: data.ingestQueue, retry: retryQueue, export: exportQueue, relabel: relabelQueue },
      functions: this.functions,
      api: this.http.api,
      tables: data.tables,
    };
    const { alarms } = new Alarms(this, "Alarms", { watched, email: settings.alarmEmail });
    const { alarmEmail: email, monthlyBudgetUsd: monthlyUsd } = settings;
    if (email && monthlyUsd) new Spending(this, "Spending", { monthlyUsd, email });
    new Board(this, "Board", { watched, alarms, functionPrefix: `${this.stackName}-` });

    new CfnOutput(this, "PageUrl", { value: this.site.url, description: "The page" });
    new CfnOutput(this, "ApiUrl", { value: `${this.http.api.apiEndpoint}/api`, description: "The API" });
    new CfnOutput(this, "SiteBucket", { value: this.files.bucketName, description: "The page's files" });
    new CfnOutput(this, "TaskQueuePrefix", { value: this.taskQueuePrefix, description: "Names of task queues" });
  }

  #makeSite({ data, settings, webRoot }: ServiceStackProps): WebSite {
    const signInUrl = `https://cognito-idp.${this.region}.${this.urlSuffix}`;
    const originOf = ({ bucketRegionalDomainName }: IBucket) => `https://${bucketRegionalDomainName}`;
    const site = new WebSite(this, "Web", {
      settings,
      bucket: this.files,
      api: this.http.api,
      origins: {
        signIn: signInUrl,
        media: originOf(data.ingest),
        answers: originOf(data.answers),
        exports: originOf(data.exports),
      },
    });
    const clientId = data.signIn.client.userPoolClientId;
    const config = siteConfig({ signInUrl: `${signInUrl}/`, clientId, region: this.region });
    if (webRoot) new SiteFiles(this, "Files", { bucket: this.files, webRoot, config });
    return site;
  }

  #makeFunctions(resources: Resources, lambdaRoot: string): Functions {
    const code = Code.fromAsset(lambdaRoot);
    const config = configOf(resources);
    const make = (name: FunctionName): HandlerFunction =>
      new HandlerFunction(this, idOfFunction(name), {
        ...runtimeOf(name),
        code,
        file: fileOf(name),
        config,
        statements: grantsOf(name).map((grant) => statementOf(this, grant, resources)),
      });
    return Object.fromEntries(functionNames.map((name) => [name, make(name)])) as Functions;
  }

  #connectQueues({ queues }: Resources): void {
    for (const name of ["ingest", "retry", "export", "relabel"] as const) {
      const { batchSize, windowSeconds, concurrencyMax } = SOURCES[name];
      new EventSourceMapping(this, `${idOfFunction(name)}Source`, {
        target: this.functions[name].function,
        eventSourceArn: queues[name].queueArn,
        batchSize,
        maxBatchingWindow: Duration.seconds(windowSeconds),
        maxConcurrency: concurrencyMax,
        reportBatchItemFailures: true,
      });
    }
  }
}

const runtimeOf = (name: FunctionName) => {
  if (name in background) {
    const { timeoutSeconds, memoryMb } = background[name as keyof typeof background];
    return { description: `Labelloop: ${name}`, timeoutSeconds, memoryMb };
  }
  const endpoint: { readonly summary: string; readonly timeoutSeconds?: number } =
    endpoints[name as keyof typeof endpoints];
  return { description: `Labelloop: ${endpoint.summary}`, timeoutSeconds: endpoint.timeoutSeconds ?? 15 };
};

const configOf = ({ tables, signIn, buckets, queues, taskQueuePrefix }: Resources): Config => ({
  MAIN_TABLE: tables.main.tableName,
  PEOPLE_TABLE: tables.people.tableName,
  INGEST_BUCKET: buckets.ingest.bucketName,
  ANSWERS_BUCKET: buckets.answers.bucketName,
  EXPORTS_BUCKET: buckets.exports.bucketName,
  SITE_BUCKET: buckets.site.bucketName,
  INGEST_QUEUE_URL: queues.ingest.queueUrl,
  RETRY_QUEUE_URL: queues.retry.queueUrl,
  EXPORT_QUEUE_URL: queues.export.queueUrl,
  RELABEL_QUEUE_URL: queues.relabel.queueUrl,
  TASK_QUEUE_PREFIX: taskQueuePrefix,
  USER_POOL_ID: signIn.pool.userPoolId,
  USER_POOL_CLIENT_ID: signIn.client.userPoolClientId,
});
