/**
 * Who calls a part of the embedded cloud. A part verifies the signature (`sigv4.ts`) with the secret, then asks
 * `allows` for each action, as AWS does: the table, the queues, the buckets and the sign-in service share this.
 */
export interface Caller {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Shown in denials, e.g. `function SubmitFunction` or `operator`. */
  readonly name: string;
  /** IAM action such as `dynamodb:PutItem` on a full resource ARN; `context` holds values for condition keys. */
  allows(action: string, resourceArn: string, context?: Readonly<Record<string, readonly string[]>>): boolean;
}

/** Finds the caller of an access key; undefined for a stranger, who is refused as AWS refuses an unknown key. */
export type FindCaller = (accessKeyId: string) => Caller | undefined;

/** The one account and region of the embedded cloud, as they stand in every ARN. */
export const REGION = "us-east-1";
export const ACCOUNT_ID = "000000000000";
