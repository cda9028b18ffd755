import { ACCOUNT_ID, REGION } from "../access/caller.ts";
import type { Assembly, Resource } from "../template/assembly.ts";
import type { Identify, Identity } from "../template/intrinsics.ts";

export interface Identities {
  readonly identify: Identify;
  /** The name of a resource in its folder, before it is made. */
  nameOf(resource: Resource): string;
  /** Notes what a service called the thing it made, for types that cannot be named beforehand. */
  made(resource: Resource, identity: Identity): void;
}

const arn = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${rest}`;

/**
 * Names of things in a folder. They come from logical ids alone, so that a folder keeps its things when the stage or
 * the stack is called otherwise.
 */
export const identitiesOf = (assembly: Assembly): Identities => {
  const names = new Map<Resource, string>();
  const taken = new Map<string, Resource>();
  for (const stack of assembly.stacks)
    for (const resource of stack.resources.values()) {
      const name = folderName(resource);
      const other = taken.get(`${resource.type} ${name}`);
      if (other) throw new Error(`${other.id} and ${resource.id} would both be called ${name}`);
      taken.set(`${resource.type} ${name}`, resource);
      names.set(resource, name);
    }
  const known = new Map<Resource, Identity>();
  const name = (resource: Resource): string => names.get(resource) ?? resource.id;
  return {
    identify: (resource) => known.get(resource) ?? namedIdentity(resource, name(resource)),
    nameOf: name,
    made: (resource, identity) => void known.set(resource, identity),
  };
};

/** `IngestBucketEDD8587D` is the bucket `ingest`: without CDK's hash, and without what its type says anyway. */
const folderName = ({ id, type, properties }: Resource): string => {
  const given = GIVEN_NAME[type];
  const chosen = given === undefined ? undefined : properties[given];
  if (typeof chosen === "string") return chosen;
  const bare = id.replace(/[0-9A-F]{8}$/, "");
  const tail = type.split("::").at(-1) ?? "";
  const short = bare.length > tail.length && bare.endsWith(tail) ? bare.slice(0, -tail.length) : bare;
  if (!LOWER_CASE.includes(type)) return short;
  const kebab = short.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
  // With a `_` in its name a bucket is addressed by path, never as a host name of its own, which nobody could resolve.
  return type === "AWS::S3::Bucket" ? `labelloop_${kebab}` : kebab;
};

const GIVEN_NAME: Readonly<Record<string, string>> = {
  "AWS::Cognito::UserPoolGroup": "GroupName",
  "AWS::DynamoDB::GlobalTable": "TableName",
  "AWS::DynamoDB::Table": "TableName",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::S3::Bucket": "BucketName",
  "AWS::SQS::Queue": "QueueName",
};
const LOWER_CASE: readonly string[] = [
  "AWS::ApiGatewayV2::Api",
  "AWS::DynamoDB::GlobalTable",
  "AWS::DynamoDB::Table",
  "AWS::S3::Bucket",
  "AWS::SQS::Queue",
];

const namedIdentity = (resource: Resource, name: string): Identity => {
  const { type } = resource;
  switch (type) {
    case "AWS::DynamoDB::Table":
    case "AWS::DynamoDB::GlobalTable":
      return { ref: name, attributes: { Arn: arn("dynamodb", `table/${name}`) } };
    case "AWS::S3::Bucket":
      return {
        ref: name,
        attributes: {
          Arn: `arn:aws:s3:::${name}`,
          DomainName: `${name}.s3.amazonaws.com`,
          RegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
        },
      };
    case "AWS::Lambda::Function":
      return { ref: name, attributes: { Arn: arn("lambda", `function:${name}`) } };
    case "AWS::IAM::Role":
      return { ref: name, attributes: { Arn: `arn:aws:iam::${ACCOUNT_ID}:role/${name}` } };
    case "AWS::ApiGatewayV2::Api":
      return { ref: name, attributes: { ApiEndpoint: `https://${name}.execute-api.${REGION}.amazonaws.com` } };
    case "AWS::CloudFront::Distribution":
      return { ref: name, attributes: { DomainName: "page.cloudfront.net" } };
    case "AWS::Logs::LogGroup":
      return { ref: name, attributes: { Arn: arn("logs", `log-group:${name}:*`) } };
    case "AWS::SQS::Queue":
    case "AWS::Cognito::UserPool":
    case "AWS::Cognito::UserPoolClient":
      throw new Error(`${resource.stack.name}.${resource.id} is named before it is made`);
    default:
      return { ref: name, attributes: { Arn: `arn:aws:local:::${name}`, Id: name } };
  }
};
