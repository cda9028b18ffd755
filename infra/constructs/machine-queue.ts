import { Duration } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

/** Deliveries of one message before it counts as poison: few enough to tell soon, enough to outlast a throttled minute. */
const RECEIVES_MAX = 5;

export interface MachineQueueProps {
  /** Of the function that takes from it. */
  readonly timeoutSeconds: number;
}

/**
 * A queue that a function empties, and its dead letters. A message is never dropped in silence: after five failures it
 * lies in the dead letters, which ring an alarm.
 */
export class MachineQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { timeoutSeconds }: MachineQueueProps) {
    super(scope, id);
    // Expiry counts from the first enqueue, also after a move: the dead letters must keep longer than the queue.
    this.deadLetters = new Queue(this, "DeadLetters", {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, "Queue", {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      // Six times the function's timeout: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeout: Duration.seconds(6 * timeoutSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: RECEIVES_MAX },
    });
  }
}
