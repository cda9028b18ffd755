import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import type { DataStack } from "./data-stack.ts";
import { functionNames, idOfFunction } from "./functions.ts";
import { type Grant, grantsOf } from "./grants.ts";
import type { ServiceStack } from "./service-stack.ts";

type Reasons = Readonly<Record<string, string>>;

/** Findings of cdk-nag that we have looked at, one by one, and why each stays. A new one stops the synthesis. */
export const acknowledgeFindings = (data: DataStack, service: ServiceStack): void => {
  acknowledge(data.signIn.pool, SIGN_IN);
  acknowledge(service.site, SITE);
  for (const route of service.http.openRoutes) acknowledge(route, OPEN_ROUTE);
  for (const name of functionNames) {
    const handler = service.node.tryFindChild(idOfFunction(name));
    if (handler) acknowledge(handler, wildcardsOf(grantsOf(name), data, service));
  }
  for (const child of service.node.children) {
    if (child.node.id.startsWith("Custom::CDKBucketDeployment")) acknowledge(child, uploaderOf(service));
  }
};

const acknowledge = (construct: IConstruct, reasons: Reasons): void =>
  Validations.of(construct).acknowledge(
    ...Object.entries(reasons).map(([finding, reason]) => ({ id: `AwsSolutions-${finding}`, reason })),
  );

const SIGN_IN: Reasons = {
  COG1: "Length instead of kinds of characters, as NIST SP 800-63B advises: at least 10, and people may use sentences.",
  COG2: "The page asks for a password only. Access tokens last an hour, and a project's vendor can reset a sign-in.",
  COG8: "The plus plan costs 0.02 USD a person and month, more than all else here, and watches how people sign in.",
};

const SITE: Reasons = {
  CFR1: "Annotators live wherever they live.",
  CFR2: "A firewall costs 6 USD a month while nobody labels. The API is throttled; `wafAclArn` puts one before it.",
  CFR3: "Its logs hold who looked at what from where. The API's own log, without addresses, is enough to run this.",
  CFR4: "CloudFront's own certificate fixes the least protocol; with a domain of one's own it is TLS 1.2.",
};

const OPEN_ROUTE: Reasons = {
  APIG4: "For people who have no sign-in yet: the single-use secret in the path, stored hashed, is the permission.",
};

const OBJECTS =
  "A bucket's objects under one prefix, or all of it: a project's media lie under an id made at run time.";
const TASK_QUEUES =
  "Task queues are made at run time, one for each project; the prefix holds those of this deployment alone.";

/** What grants on objects and on task queues look like to cdk-nag, for each function that has them. */
const wildcardsOf = (grants: readonly Grant[], data: DataStack, service: ServiceStack): Reasons =>
  Object.fromEntries(
    grants.flatMap((grant) => {
      if (grant.on === "bucket") {
        const arn = grant.bucket === "site" ? siteArn(service) : publishedArn(data, PUBLISHED[grant.bucket]);
        return [[`IAM5[Resource::${arn}/${grant.prefix}*]`, OBJECTS]];
      }
      if (grant.on !== "task-queues") return [];
      const queues = `arn:<AWS::Partition>:sqs:<AWS::Region>:<AWS::AccountId>:${service.taskQueuePrefix}*`;
      return [[`IAM5[Resource::${queues}]`, TASK_QUEUES]];
    }),
  );

/** Names under which the data stack publishes the buckets' ARNs, made by CDK from their logical ids, which never change. */
const PUBLISHED = {
  ingest: "PublishOutputFnGetAttIngestBucketEDD8587DArn861A1F81",
  answers: "PublishOutputFnGetAttAnswersBucket00631B86Arn28756DFA",
  exports: "PublishOutputFnGetAttExportsBucket54D5CE64ArnD5FE3A8B",
} as const;

const publishedArn = (data: DataStack, output: string): string =>
  JSON.stringify({
    "Fn::GetStackOutput": { StackName: data.stackName, Region: { Ref: "AWS::Region" }, OutputName: output },
  });

const siteArn = (service: ServiceStack): string => {
  const { "Fn::GetAtt": reference }: { readonly "Fn::GetAtt": readonly string[] } = service.resolve(
    service.files.bucketArn,
  );
  return `<${reference.join(".")}>`;
};

/** CDK's own function that unpacks the page into its bucket when the stack is deployed. */
const uploaderOf = (service: ServiceStack): Reasons => {
  const why = "CDK's own uploader of the page: it runs at a deployment only, on the page's bucket and CDK's assets.";
  return {
    L1: "CDK chooses the runtime of its own uploader.",
    "IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]": why,
    "IAM5[Action::s3:GetBucket*]": why,
    "IAM5[Action::s3:GetObject*]": why,
    "IAM5[Action::s3:List*]": why,
    "IAM5[Action::s3:Abort*]": why,
    "IAM5[Action::s3:DeleteObject*]": why,
    "IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]": why,
    [`IAM5[Resource::${siteArn(service)}/*]`]: why,
  };
};
