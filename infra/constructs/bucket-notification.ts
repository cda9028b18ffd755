import { Stack } from "aws-cdk-lib";
import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnBucket, EventType, type IBucket } from "aws-cdk-lib/aws-s3";
import type { Queue } from "aws-cdk-lib/aws-sqs";

/**
 * Announces on the queue each object that comes. Said in the bucket itself, since CDK's own `addEventNotification`
 * says it by a function with rights over every bucket of the account. The queue lets in S3 on behalf of this account:
 * if it named the bucket, the two would wait for each other.
 */
export const notifyOfObjects = (bucket: IBucket, queue: Queue): void => {
  const { policyDependable } = queue.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal("s3.amazonaws.com")],
      actions: ["sqs:SendMessage"],
      resources: [queue.queueArn],
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(queue).account } },
    }),
  );
  // S3 tries the queue when the bucket is made: the permission must be there first.
  if (policyDependable) bucket.node.addDependency(policyDependable);
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new Error(`${bucket.node.path} is not a bucket of ours`);
  resource.notificationConfiguration = {
    queueConfigurations: [{ event: EventType.OBJECT_CREATED, queue: queue.queueArn }],
  };
};
