/** Codes of SQS's model, and how its older query protocol calls them: clients still read both. */
const codes = {
  BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
  BatchRequestTooLong: "AWS.SimpleQueueService.BatchRequestTooLong",
  EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
  InvalidAddress: "InvalidAddress",
  InvalidAttributeName: "InvalidAttributeName",
  InvalidAttributeValue: "InvalidAttributeValue",
  InvalidBatchEntryId: "AWS.SimpleQueueService.InvalidBatchEntryId",
  InvalidMessageContents: "InvalidMessageContents",
  MessageNotInflight: "AWS.SimpleQueueService.MessageNotInflight",
  OverLimit: "OverLimit",
  PurgeQueueInProgress: "AWS.SimpleQueueService.PurgeQueueInProgress",
  QueueDeletedRecently: "AWS.SimpleQueueService.QueueDeletedRecently",
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
  QueueNameExists: "QueueAlreadyExists",
  ReceiptHandleIsInvalid: "ReceiptHandleIsInvalid",
  ResourceNotFoundException: "ResourceNotFoundException",
  TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
  UnsupportedOperation: "AWS.SimpleQueueService.UnsupportedOperation",
} as const;

/** Codes that belong to no service's model. */
const commonCodes = {
  AccessDeniedException: "AccessDenied",
  InvalidAction: "InvalidAction",
  InvalidParameterValueException: "InvalidParameterValue",
  MissingRequiredParameterException: "MissingParameter",
  SerializationException: "MalformedInput",
} as const;

export type SqsCode = keyof typeof codes | keyof typeof commonCodes;

/** A request, or one entry of a batch, that is refused. Thrown; answered in one place. */
export class SqsRefusal extends Error {
  readonly code: SqsCode;

  constructor(code: SqsCode, message: string) {
    super(message);
    this.name = "SqsRefusal";
    this.code = code;
  }

  get status(): 400 | 403 {
    return ["AccessDeniedException", "OverLimit", "PurgeQueueInProgress"].includes(this.code) ? 403 : 400;
  }

  /** As it stands in `__type`. */
  get type(): string {
    return `${this.code in codes ? "com.amazonaws.sqs" : "com.amazon.coral.service"}#${this.code}`;
  }

  /** As it stands in `x-amzn-query-error` and in the entries of a batch. */
  get queryCode(): string {
    return { ...codes, ...commonCodes }[this.code];
  }
}

export const refusal = (code: SqsCode, message: string): SqsRefusal => new SqsRefusal(code, message);

export const invalidValue = (name: string, value: unknown, reason: string): SqsRefusal =>
  refusal(
    "InvalidParameterValueException",
    `Value ${String(value)} for parameter ${name} is invalid. Reason: ${reason}`,
  );

export const missing = (name: string): SqsRefusal =>
  refusal("MissingRequiredParameterException", `The request must contain the parameter ${name}.`);
