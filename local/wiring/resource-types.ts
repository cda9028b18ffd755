import type { Assembly, Resource } from "../template/assembly.ts";

/** What the embedded cloud makes of the template. */
const MADE = [
  "AWS::ApiGatewayV2::Api",
  "AWS::ApiGatewayV2::Authorizer",
  "AWS::ApiGatewayV2::Integration",
  "AWS::ApiGatewayV2::Route",
  "AWS::ApiGatewayV2::Stage",
  "AWS::CloudFront::ResponseHeadersPolicy",
  "AWS::Cognito::UserPool",
  "AWS::Cognito::UserPoolClient",
  "AWS::Cognito::UserPoolGroup",
  "AWS::DynamoDB::GlobalTable",
  "AWS::DynamoDB::Table",
  "AWS::Events::Rule",
  "AWS::IAM::Policy",
  "AWS::IAM::Role",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::Function",
  "AWS::Lambda::Permission",
  "AWS::S3::Bucket",
  "AWS::SQS::Queue",
  "AWS::SQS::QueuePolicy",
  "AWS::Scheduler::Schedule",
  "Custom::S3BucketNotifications",
];

/** What is knowingly passed over, and why nothing that is tested here depends on it. */
const PASSED_OVER: Readonly<Record<string, string>> = {
  "AWS::Budgets::Budget": "nothing here costs anything",
  "AWS::CDK::Metadata": "tells AWS which constructs were used",
  "AWS::CloudFormation::WaitCondition": "only orders a deployment",
  "AWS::CloudFormation::WaitConditionHandle": "only orders a deployment",
  "AWS::CloudFront::CachePolicy": "there is no cache between the page and the browser",
  "AWS::CloudFront::Distribution": "the page's server takes its place",
  "AWS::CloudFront::Function": "the page's server sends screens to index.html itself",
  "AWS::CloudFront::OriginAccessControl": "the page's server reads the bucket in the operator's name",
  "AWS::CloudFront::OriginRequestPolicy": "the page's server passes requests on whole",
  "AWS::CloudWatch::Alarm": "the console shows errors as they come",
  "AWS::CloudWatch::CompositeAlarm": "the console shows errors as they come",
  "AWS::CloudWatch::Dashboard": "there are no metrics to show",
  "AWS::Lambda::LayerVersion": "only CDK's own deployment functions use one",
  "AWS::Logs::LogGroup": "each function has a log file in the folder",
  "AWS::Logs::MetricFilter": "there are no metrics to show",
  "AWS::S3::BucketPolicy": "every request must be signed, and identity policies are evaluated",
  "AWS::SNS::Subscription": "only alarms publish",
  "AWS::SNS::Topic": "only alarms publish",
  "AWS::SNS::TopicPolicy": "only alarms publish",
  "Custom::CDKBucketDeployment": "the page's server serves the built files themselves",
  "Custom::S3AutoDeleteObjects": "deleting the folder deletes its objects",
};

/** Throws, naming all at once, when the template has resources that nobody here knows. */
export const checkTypes = ({ stacks }: Assembly): void => {
  const unknown = stacks.flatMap((stack) =>
    [...stack.resources.values()]
      .filter(({ type }) => !MADE.includes(type) && !Object.hasOwn(PASSED_OVER, type))
      .map(({ id, type }) => `${stack.name}.${id} (${type})`),
  );
  if (unknown.length > 0) throw new Error(`the embedded cloud does not imitate ${unknown.join(", ")}`);
};

export const resourcesOf = ({ stacks }: Assembly, ...types: readonly string[]): readonly Resource[] =>
  stacks.flatMap((stack) => [...stack.resources.values()].filter(({ type }) => types.includes(type)));
