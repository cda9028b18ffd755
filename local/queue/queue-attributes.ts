import { ACCOUNT_ID, REGION } from "../access/caller.ts";
import { refusal } from "./sqs-refusal.ts";

/** Where messages go that were received too often. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

export interface RedriveAllowPolicy {
  readonly redrivePermission: "allowAll" | "denyAll" | "byQueue";
  readonly sourceQueueArns: readonly string[];
}

/** What of a queue can be set. All times in seconds, as SQS has them. */
export interface QueueAttributes {
  readonly DelaySeconds: number;
  readonly MaximumMessageSize: number;
  readonly MessageRetentionPeriod: number;
  readonly ReceiveMessageWaitTimeSeconds: number;
  readonly VisibilityTimeout: number;
  readonly SqsManagedSseEnabled: boolean;
  /** Kept and given back; who may do what is decided by the callers' own policies here. */
  readonly Policy?: string;
  readonly RedrivePolicy?: RedrivePolicy;
  readonly RedriveAllowPolicy?: RedriveAllowPolicy;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const MAX_MESSAGE_BYTES = 1_048_576;
const MAX_VISIBILITY_S = 43_200;

export const defaultAttributes: QueueAttributes = {
  DelaySeconds: 0,
  MaximumMessageSize: MAX_MESSAGE_BYTES,
  MessageRetentionPeriod: 345_600,
  ReceiveMessageWaitTimeSeconds: 0,
  VisibilityTimeout: 30,
  SqsManagedSseEnabled: true,
};

const bounds = {
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1024, MAX_MESSAGE_BYTES],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, MAX_VISIBILITY_S],
} as const;

const ARN_PREFIX = `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:`;

export const queueArn = (name: string): string => `${ARN_PREFIX}${name}`;

/** The name in the ARN of a queue of this account; undefined for any other. */
export const nameInArn = (arn: string): string | undefined =>
  arn.startsWith(ARN_PREFIX) ? arn.slice(ARN_PREFIX.length) : undefined;

/** Changes to attributes, of which `undefined` takes one away. */
export type AttributeChanges = { readonly [Name in keyof QueueAttributes]?: QueueAttributes[Name] | undefined };

/** Reads attributes as they come over the wire: everything is text. Refuses by name what is not imitated. */
export const readAttributes = (given: Readonly<Record<string, string>>): AttributeChanges => {
  const changes: { -readonly [Name in keyof AttributeChanges]: AttributeChanges[Name] } = {};
  for (const [name, value] of Object.entries(given)) {
    if (isBounded(name)) changes[name] = readBounded(name, value);
    else if (name === "SqsManagedSseEnabled") changes[name] = readBoolean(name, value);
    else if (name === "Policy") changes[name] = value === "" ? undefined : value;
    else if (name === "RedrivePolicy") changes[name] = value === "" ? undefined : readRedrivePolicy(value);
    else if (name === "RedriveAllowPolicy") changes[name] = value === "" ? undefined : readAllowPolicy(value);
    else if (name.startsWith("Kms") || name === "FifoQueue" || name === "ContentBasedDeduplication")
      throw refusal("InvalidAttributeName", `${name} is not imitated by the embedded cloud.`);
    else throw refusal("InvalidAttributeName", `Unknown Attribute ${name}.`);
  }
  return changes;
};

const isBounded = (name: string): name is keyof typeof bounds => Object.hasOwn(bounds, name);

const invalid = (name: string) => refusal("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);

const readBounded = (name: keyof typeof bounds, value: string): number => {
  const [min, max] = bounds[name];
  const number = Number(value);
  if (!/^\d{1,9}$/.test(value) || number < min || number > max) throw invalid(name);
  return number;
};

const readBoolean = (name: string, value: string): boolean => {
  if (value !== "true" && value !== "false") throw invalid(name);
  return value === "true";
};

const readObject = (name: string, value: string): Readonly<Record<string, unknown>> => {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw invalid(name);
};

const readRedrivePolicy = (value: string): RedrivePolicy => {
  const { deadLetterTargetArn, maxReceiveCount, ...more } = readObject("RedrivePolicy", value);
  const count = Number(maxReceiveCount);
  if (typeof deadLetterTargetArn !== "string" || Object.keys(more).length > 0) throw invalid("RedrivePolicy");
  if (!Number.isInteger(count) || count < 1 || count > 1000) throw invalid("RedrivePolicy");
  return { deadLetterTargetArn, maxReceiveCount: count };
};

const readAllowPolicy = (value: string): RedriveAllowPolicy => {
  const { redrivePermission, sourceQueueArns = [] } = readObject("RedriveAllowPolicy", value);
  if (redrivePermission !== "allowAll" && redrivePermission !== "denyAll" && redrivePermission !== "byQueue")
    throw invalid("RedriveAllowPolicy");
  if (!Array.isArray(sourceQueueArns) || !sourceQueueArns.every((arn) => typeof arn === "string"))
    throw invalid("RedriveAllowPolicy");
  if ((redrivePermission === "byQueue") !== sourceQueueArns.length > 0 || sourceQueueArns.length > 10)
    throw invalid("RedriveAllowPolicy");
  return { redrivePermission, sourceQueueArns };
};

/** As they go over the wire. */
export const writeAttributes = (attributes: QueueAttributes): Readonly<Record<string, string>> => {
  const entries = Object.entries(attributes).map(([name, value]) => [
    name,
    typeof value === "object" ? JSON.stringify(value) : String(value),
  ]);
  return Object.fromEntries(entries);
};

/** Whether a queue may send its failures to one with this rule. */
export const allowsSource = (rule: RedriveAllowPolicy | undefined, sourceArn: string): boolean => {
  if (!rule || rule.redrivePermission === "allowAll") return true;
  return rule.redrivePermission === "byQueue" && rule.sourceQueueArns.includes(sourceArn);
};
