import type { Role } from "../access/policy.ts";
import { parseSchedule } from "../schedule/expression.ts";
import type { Scheduled } from "../schedule/schedules.ts";
import type { Assembly, Resource } from "../template/assembly.ts";
import type { Resolver } from "../template/intrinsics.ts";
import {
  isRecord,
  type Json,
  onlyKeys,
  optionalNumberAt,
  optionalTextAt,
  recordAt,
  recordsAt,
  textAt,
} from "../template/json.ts";
import type { MadeFunction } from "./functions.ts";
import { resourcesOf } from "./resource-types.ts";

export interface ScheduleParts {
  readonly assembly: Assembly;
  readonly resolver: Resolver;
  readonly functions: ReadonlyMap<string, MadeFunction>;
  readonly roles: ReadonlyMap<string, Role>;
  readonly now: () => number;
  readonly newId: () => string;
}

/** Schedules of EventBridge Scheduler, and rules of EventBridge that have one. */
export const makeSchedules = (parts: ScheduleParts): readonly Scheduled[] => [
  ...resourcesOf(parts.assembly, "AWS::Scheduler::Schedule").map((one) => scheduleOf(one, parts)),
  ...resourcesOf(parts.assembly, "AWS::Events::Rule").flatMap((one) => ruleOf(one, parts)),
];

const SCHEDULE_KEYS = [
  "Description",
  "FlexibleTimeWindow",
  "GroupName",
  "Name",
  "ScheduleExpression",
  "ScheduleExpressionTimezone",
  "State",
  "Target",
];

const scheduleOf = (resource: Resource, parts: ScheduleParts): Scheduled => {
  const { id } = resource;
  const properties = parts.resolver.properties(resource);
  onlyKeys(properties, SCHEDULE_KEYS, id);
  const zone = optionalTextAt(properties, "ScheduleExpressionTimezone", id) ?? "UTC";
  if (!["UTC", "Etc/UTC"].includes(zone))
    throw new Error(`${id}: the embedded cloud knows the time zone UTC, not ${zone}`);
  if ((optionalTextAt(properties, "State", id) ?? "ENABLED") !== "ENABLED")
    throw new Error(`${id}: the embedded cloud does not imitate schedules that are off`);
  const target = recordAt(properties, "Target", id);
  onlyKeys(target, ["Arn", "Input", "RetryPolicy", "RoleArn"], `${id}.Target`);
  checkRetries(target, id);
  const arn = textAt(target, "Arn", id);
  const role = parts.roles.get(textAt(target, "RoleArn", id));
  if (!role?.allows("lambda:InvokeFunction", arn)) throw new Error(`${id}: its role may not invoke ${arn}`);
  const input = optionalTextAt(target, "Input", id);
  const expression = parseSchedule(textAt(properties, "ScheduleExpression", id));
  const event: unknown = input === undefined ? {} : JSON.parse(input);
  return { name: id, expression, fire: () => invoke(arn, event, parts) };
};

const ruleOf = (resource: Resource, parts: ScheduleParts): readonly Scheduled[] => {
  const { id } = resource;
  const properties = parts.resolver.properties(resource);
  onlyKeys(properties, ["Description", "Name", "ScheduleExpression", "State", "Targets"], id);
  if ((optionalTextAt(properties, "State", id) ?? "ENABLED") !== "ENABLED")
    throw new Error(`${id}: the embedded cloud does not imitate rules that are off`);
  const expression = parseSchedule(textAt(properties, "ScheduleExpression", id));
  return recordsAt(properties, "Targets", id).map((target) => {
    onlyKeys(target, ["Arn", "Id", "Input", "RetryPolicy"], `${id}.Targets`);
    checkRetries(target, id);
    const arn = textAt(target, "Arn", id);
    const permitted = resourcesOf(parts.assembly, "AWS::Lambda::Permission")
      .map((one) => parts.resolver.properties(one))
      .some((one) => one["FunctionName"] === arn && one["Principal"] === "events.amazonaws.com");
    if (!permitted) throw new Error(`${id}: ${arn} does not let EventBridge invoke it`);
    const input = optionalTextAt(target, "Input", id);
    const fire = () => invoke(arn, input === undefined ? ruleEvent(id, parts) : JSON.parse(input), parts);
    return { name: id, expression, fire };
  });
};

/** AWS repeats a failed tick for a day unless told not to; here it is never repeated. */
const checkRetries = (target: Json, id: string): void => {
  const policy = target["RetryPolicy"];
  if (isRecord(policy) && optionalNumberAt(policy, "MaximumRetryAttempts", id) === 0) return;
  throw new Error(`${id}: the embedded cloud repeats no tick that failed; MaximumRetryAttempts must be 0`);
};

const ruleEvent = (id: string, { now, newId }: ScheduleParts): Json => ({
  version: "0",
  id: newId(),
  "detail-type": "Scheduled Event",
  source: "aws.events",
  time: new Date(now()).toISOString().replace(/\.\d+/, ""),
  resources: [id],
  detail: {},
});

/** A tick that fails is not repeated here: the function's log and the console tell, and the next tick comes. */
const invoke = async (arn: string, event: unknown, { functions }: ScheduleParts): Promise<void> => {
  const made = functions.get(arn);
  if (!made) throw new Error(`there is no function ${arn}`);
  await made.run.invoke(event);
};
