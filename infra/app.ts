import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { App, RemovalPolicy } from "aws-cdk-lib";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import { CustomResourceConfig } from "aws-cdk-lib/custom-resources";
import { LAMBDA_ROOT, WEB_ROOT } from "./build.ts";
import { DataStack } from "./data-stack.ts";
import { namesOf } from "./names.ts";
import { ServiceStack } from "./service-stack.ts";
import { readSettings } from "./settings.ts";

export interface AppOptions {
  /** @default cdk.out */
  readonly outdir?: string;
  /** Settings beyond those of cdk.json and the command line. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Where the handlers were built. */
  readonly lambdaRoot?: string;
  /** Deploy the page's files too; the embedded cloud serves them itself. @default true */
  readonly withPage?: boolean;
  /** CloudFormation's own checks of the template: five seconds, for deployment and tests. @default true */
  readonly builtinCloudFormationValidation?: boolean;
}

export interface MadeApp {
  readonly app: App;
  readonly data: DataStack;
  readonly service: ServiceStack;
}

/** The whole deployment. `app.synth()` writes it out; no AWS account is needed for that. */
export const makeApp = (options: AppOptions = {}): MadeApp => {
  const { context } = JSON.parse(readFileSync(fileURLToPath(new URL("../cdk.json", import.meta.url)), "utf8"));
  const app = new App({
    context,
    ...(options.context && { postCliContext: { ...options.context } }),
    // The CDK command line names its own folder, and so does the embedded cloud.
    outdir: options.outdir ?? process.env["CDK_OUTDIR"] ?? fileURLToPath(new URL("../cdk.out", import.meta.url)),
    builtinCloudFormationValidation: options.builtinCloudFormationValidation ?? true,
    analyticsReporting: false,
    treeMetadata: false,
  });
  const settings = readSettings(app.node);
  const names = namesOf(settings.stage);
  const data = new DataStack(app, "Data", settings, {
    stackName: names.dataStack,
    description: "Labelloop: what must survive",
  });
  const service = new ServiceStack(app, "Service", {
    settings,
    stackName: names.serviceStack,
    description: "Labelloop: what may be rebuilt",
    data,
    lambdaRoot: options.lambdaRoot ?? LAMBDA_ROOT,
    ...((options.withPage ?? true) && { webRoot: WEB_ROOT }),
  });
  CustomResourceConfig.of(app).addRemovalPolicy(RemovalPolicy.DESTROY);
  CustomResourceConfig.of(app).addLogRetentionLifetime(RetentionDays.TWO_WEEKS);
  return { app, data, service };
};

if (import.meta.main) {
  const made = makeApp();
  // Loaded here alone: the embedded cloud starts sooner without the rules of a deployment.
  const { holdToGoodPractice } = await import("./good-practice.ts");
  holdToGoodPractice(made);
  made.app.synth();
}
