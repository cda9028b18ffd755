// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation and IAM write placeholders so.
import { describe, expect, test } from "vitest";
import { type Assembly, stackOf } from "../../local/template/assembly.ts";
import { type Identity, resolverOf } from "../../local/template/intrinsics.ts";

const identities: Record<string, Identity> = {
  Queue: { ref: "http://queue/main", attributes: { Arn: "arn:queue", QueueName: "main" } },
  Bucket: { ref: "bucket", attributes: { Arn: "arn:bucket", "Some.Nested": "deep" } },
};

const assembly: Assembly = {
  stacks: [
    stackOf("data", {
      Resources: { Bucket: { Type: "AWS::S3::Bucket" } },
      Outputs: {
        Exported: { Value: { Ref: "Bucket" }, Export: { Name: { "Fn::Sub": "${AWS::StackName}:Bucket" } } },
        Weak: { Value: { "Fn::GetAtt": ["Bucket", "Arn"] } },
      },
    }),
    stackOf("service", {
      Parameters: { Greeting: { Type: "String", Default: "hello" }, Bare: { Type: "String" } },
      Resources: { Queue: { Type: "AWS::SQS::Queue" }, Thing: { Type: "Test::Thing" } },
    }),
  ],
  assetFolder: () => "",
};

const resolve = (value: unknown): unknown => {
  const stacks = assembly.stacks.map((stack) => {
    if (stack.name !== "service") return stack;
    const resources = { Queue: { Type: "AWS::SQS::Queue" }, Thing: { Type: "Test::Thing", Properties: { value } } };
    return stackOf("service", { ...stack.template, Resources: resources });
  });
  const [thing] = stacks.flatMap((stack) => stack.resources.get("Thing") ?? []);
  const resolver = resolverOf({ ...assembly, stacks }, ({ id }) => identities[id] ?? { ref: id, attributes: {} });
  return resolver.properties(thing!)["value"];
};

describe("what templates are made of", () => {
  test.each([
    ["plain values", { a: [1, "x", true, null] }, { a: [1, "x", true, null] }],
    ["a resource", { Ref: "Queue" }, "http://queue/main"],
    ["a parameter's default", { Ref: "Greeting" }, "hello"],
    ["the region", { Ref: "AWS::Region" }, "us-east-1"],
    ["the account", { Ref: "AWS::AccountId" }, "000000000000"],
    ["an absent value in an object", { a: { Ref: "AWS::NoValue" }, b: 1 }, { b: 1 }],
    ["an absent value in a list", [{ Ref: "AWS::NoValue" }, 1], [1]],
    ["an attribute", { "Fn::GetAtt": ["Queue", "Arn"] }, "arn:queue"],
    ["an attribute as text", { "Fn::GetAtt": "Queue.QueueName" }, "main"],
    ["joined texts", { "Fn::Join": ["-", ["a", { Ref: "AWS::Partition" }, 1]] }, "a-aws-1"],
    ["a filled text", { "Fn::Sub": "${Queue.Arn}/${AWS::Region}/${!Kept}" }, "arn:queue/us-east-1/${Kept}"],
    [
      "a filled text with variables",
      { "Fn::Sub": ["${a}-${Queue}", { a: { Ref: "Greeting" } }] },
      "hello-http://queue/main",
    ],
    ["one of a list", { "Fn::Select": ["1", ["a", "b"]] }, "b"],
    ["a part of a text", { "Fn::Select": [0, { "Fn::Split": ["/", "x/y"] }] }, "x"],
    ["another stack's export", { "Fn::ImportValue": "data:Bucket" }, "bucket"],
    ["another stack's output", { "Fn::GetStackOutput": { StackName: "data", OutputName: "Weak" } }, "arn:bucket"],
    ["an object with several keys of which one is Ref", { Ref: "x", other: 1 }, { Ref: "x", other: 1 }],
  ])("%s", (_, given, expected) => {
    expect(resolve(given)).toEqual(expected);
  });

  test.each([
    ["an intrinsic that is not known", { a: [{ "Fn::Cidr": [] }] }, /service\.Thing\.value\.a\[0\].*Fn::Cidr/],
    ["a name on every object's prototype", { "Fn::constructor": [] }, /Fn::constructor/],
    ["a condition", { "Fn::If": ["C", 1, 2] }, /Fn::If/],
    ["a pseudo parameter that is not known", { Ref: "AWS::NotificationARNs" }, /AWS::NotificationARNs/],
    ["a resource that is not there", { Ref: "Nobody" }, /no resource Nobody/],
    ["an attribute that is not there", { "Fn::GetAtt": ["Queue", "Color"] }, /no attribute Color/],
    ["a parameter without a default", { Ref: "Bare" }, /Bare has no default/],
    ["an export that is not there", { "Fn::ImportValue": "nothing" }, /no stack exports nothing/],
    ["an output that is not there", { "Fn::GetStackOutput": { StackName: "data", OutputName: "No" } }, /no output No/],
    ["a list to be joined that is none", { "Fn::Join": ["", "x"] }, /list to join/],
    ["a place in a list that is not there", { "Fn::Select": [2, ["a"]] }, /nothing at 2/],
  ])("throws with the path on %s", (_, given, message) => {
    expect(() => resolve(given)).toThrow(message);
  });

  test("throws on a resource with a condition rather than always making it", () => {
    expect(() => stackOf("s", { Resources: { A: { Type: "T::T", Condition: "C" } } })).toThrow(/s\.A.*conditions/);
  });
});
