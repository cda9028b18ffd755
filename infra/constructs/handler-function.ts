import { Duration, RemovalPolicy } from "aws-cdk-lib";
import {
  Effect,
  PolicyDocument,
  type PolicyStatement,
  Role,
  ServicePrincipal,
  PolicyStatement as Statement,
} from "aws-cdk-lib/aws-iam";
import {
  ApplicationLogLevel,
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Config } from "../../lambdas/config.ts";
import type { FunctionName } from "../functions.ts";

export interface HandlerFunctionProps {
  readonly description: string;
  readonly code: Code;
  /** File of the handler, without its ending. */
  readonly file: string;
  readonly timeoutSeconds: number;
  /** @default 512, where a request's cost is near its least: half of it halves the processor too. */
  readonly memoryMb?: number;
  readonly config: Config;
  /** All that it may do, besides writing its own log. */
  readonly statements: readonly PolicyStatement[];
}

/** All of them, by name. */
export type Functions = Readonly<Record<FunctionName, HandlerFunction>>;

/** One handler, with its own log and a role that can do what it needs and nothing else. */
export class HandlerFunction extends Construct {
  readonly function: LambdaFunction;
  readonly log: LogGroup;

  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    this.log = new LogGroup(this, "Log", {
      retention: RetentionDays.TWO_WEEKS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const writeLog = new Statement({
      effect: Effect.ALLOW,
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [this.log.logGroupArn],
    });
    // The whole policy stands in the role: nothing can widen it from elsewhere.
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: { Grants: new PolicyDocument({ statements: [writeLog, ...props.statements], minimize: true }) },
    }).withoutPolicyUpdates();
    this.function = new LambdaFunction(this, "Function", {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: props.code,
      handler: `${props.file}.handler`,
      timeout: Duration.seconds(props.timeoutSeconds),
      memorySize: props.memoryMb ?? 512,
      environment: { ...props.config },
      logGroup: this.log,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      role,
    });
  }
}
