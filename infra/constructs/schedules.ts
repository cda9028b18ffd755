import { Duration } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Schedule, ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import { Construct } from "constructs";
import { background } from "../../lambdas/endpoints.ts";
import { idOfFunction } from "../functions.ts";
import type { Functions } from "./handler-function.ts";

const SCHEDULED = ["feed", "reconcile", "scrub", "learn"] as const;

/** Wakes what runs by the clock. A tick that fails is not repeated: the next one does the same work. */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, functions: Functions) {
    super(scope, id);
    for (const name of SCHEDULED) {
      const target = functions[name].function;
      const invoke = new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [target.functionArn] });
      const role = new Role(this, `${idOfFunction(name)}Role`, {
        assumedBy: new ServicePrincipal("scheduler.amazonaws.com"),
        inlinePolicies: { Invoke: new PolicyDocument({ statements: [invoke] }) },
      });
      new Schedule(this, idOfFunction(name), {
        schedule: ScheduleExpression.rate(Duration.minutes(background[name].everyMinutes)),
        target: new LambdaInvoke(target, { role: role.withoutPolicyUpdates(), retryAttempts: 0 }),
      });
    }
  }
}
