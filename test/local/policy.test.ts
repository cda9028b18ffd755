// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation and IAM write placeholders so.
import { describe, expect, test } from "vitest";
import { type Asked, isAllowed, isServiceAllowed, parseStatements, roleOf } from "../../local/access/policy.ts";
import { needlessGrants, refusedCalls } from "../support/needless-grants.ts";

const TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/main";

const allow = (Action: string | string[], Resource: string | string[], Condition?: unknown) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition !== undefined && { Condition }),
});
const deny = (Action: string | string[], Resource: string | string[], Condition?: unknown) => ({
  ...allow(Action, Resource, Condition),
  Effect: "Deny",
});
const may = (statements: unknown, action: string, resource: string, context?: Record<string, string[]>): boolean =>
  isAllowed(parseStatements({ Version: "2012-10-17", Statement: statements }, "test"), action, resource, context);

describe("a function's policy", () => {
  const leading = (...keys: string[]) => ({ "ForAllValues:StringLike": { "dynamodb:LeadingKeys": keys } });
  test.each([
    ["what nothing allows is denied", [], "dynamodb:GetItem", TABLE, undefined, false],
    ["one action", allow("dynamodb:GetItem", TABLE), "dynamodb:GetItem", TABLE, undefined, true],
    ["another action", allow("dynamodb:GetItem", TABLE), "dynamodb:PutItem", TABLE, undefined, false],
    ["actions without regard to case", allow("dynamodb:getitem", TABLE), "dynamodb:GetItem", TABLE, undefined, true],
    [
      "resources with regard to case",
      allow("s3:*", "arn:aws:s3:::A/*"),
      "s3:GetObject",
      "arn:aws:s3:::a/k",
      undefined,
      false,
    ],
    ["a list of actions", allow(["sqs:A", "dynamodb:GetItem"], TABLE), "dynamodb:GetItem", TABLE, undefined, true],
    ["a wildcard action", allow("dynamodb:Get*", TABLE), "dynamodb:GetItem", TABLE, undefined, true],
    ["a wildcard action of another service", allow("s3:*", "*"), "dynamodb:GetItem", TABLE, undefined, false],
    [
      "a table does not cover its indexes",
      allow("dynamodb:Query", TABLE),
      "dynamodb:Query",
      `${TABLE}/index/a`,
      undefined,
      false,
    ],
    [
      "an index does not cover its table",
      allow("dynamodb:Query", `${TABLE}/index/*`),
      "dynamodb:Query",
      TABLE,
      undefined,
      false,
    ],
    [
      "a question mark is one character",
      allow("s3:GetObject", "arn:aws:s3:::b/k?"),
      "s3:GetObject",
      "arn:aws:s3:::b/k1",
      undefined,
      true,
    ],
    [
      "a question mark is not two",
      allow("s3:GetObject", "arn:aws:s3:::b/k?"),
      "s3:GetObject",
      "arn:aws:s3:::b/k12",
      undefined,
      false,
    ],
    [
      "a dot is a dot",
      allow("s3:GetObject", "arn:aws:s3:::a.b/*"),
      "s3:GetObject",
      "arn:aws:s3:::axb/k",
      undefined,
      false,
    ],
    [
      "a prefix ends where it ends",
      allow("s3:PutObject", "arn:aws:s3:::site/avail/*"),
      "s3:PutObject",
      "arn:aws:s3:::site/index.html",
      undefined,
      false,
    ],
    [
      "a newline in a key does not end it",
      allow("s3:PutObject", "arn:aws:s3:::b/*"),
      "s3:PutObject",
      "arn:aws:s3:::b/a\nb",
      undefined,
      true,
    ],
    [
      "an explicit denial wins",
      [allow("*", "*"), deny("s3:*", "arn:aws:s3:::b/*")],
      "s3:GetObject",
      "arn:aws:s3:::b/k",
      undefined,
      false,
    ],
    [
      "a denial of something else does not matter",
      [allow("*", "*"), deny("s3:*", "arn:aws:s3:::b/*")],
      "s3:GetObject",
      "arn:aws:s3:::c/k",
      undefined,
      true,
    ],
    [
      "a denial without TLS does not hold here",
      [allow("*", "*"), deny("*", "*", { Bool: { "aws:SecureTransport": "false" } })],
      "s3:GetObject",
      "a",
      undefined,
      true,
    ],
    [
      "leading keys that all fit",
      allow("dynamodb:*", TABLE, leading("P#*")),
      "dynamodb:PutItem",
      TABLE,
      { "dynamodb:LeadingKeys": ["P#1", "P#2"] },
      true,
    ],
    [
      "one leading key that does not fit",
      allow("dynamodb:*", TABLE, leading("P#*")),
      "dynamodb:PutItem",
      TABLE,
      { "dynamodb:LeadingKeys": ["P#1", "AN#2"] },
      false,
    ],
    [
      "no leading key at all, as AWS warns",
      allow("dynamodb:*", TABLE, leading("P#*")),
      "dynamodb:Scan",
      TABLE,
      {},
      true,
    ],
    ["any of several values", allow("a:b", "*", { StringEquals: { k: ["x", "y"] } }), "a:b", "r", { k: ["y"] }, true],
    ["none of several values", allow("a:b", "*", { StringEquals: { k: ["x", "y"] } }), "a:b", "r", { k: ["z"] }, false],
    ["an absent key", allow("a:b", "*", { StringEquals: { k: "x" } }), "a:b", "r", {}, false],
    [
      "two operators must both hold",
      allow("a:b", "*", { StringEquals: { k: "x" }, StringLike: { l: "y*" } }),
      "a:b",
      "r",
      { k: ["x"], l: ["n"] },
      false,
    ],
  ] as const)("%s", (_, statements, action, resource, context, expected) => {
    expect(may(statements, action, resource, context as Record<string, string[]> | undefined)).toBe(expected);
  });
});

describe("a policy that is not understood stops the start", () => {
  test.each([
    ["an unknown operator", allow("a:b", "*", { NumericLessThan: { k: 1 } }), /NumericLessThan/],
    ["an operator that exists on every object", allow("a:b", "*", { constructor: { k: "1" } }), /constructor/],
    ["a policy variable", allow("a:b", "arn:aws:s3:::b/${aws:username}/*"), /policy variables/],
    ["NotAction", { Effect: "Allow", NotAction: "a:b", Resource: "*" }, /NotAction/],
    ["NotResource", { Effect: "Deny", Action: "a:b", NotResource: "*" }, /NotResource/],
    ["an unknown effect", { Effect: "Maybe", Action: "a:b", Resource: "*" }, /Maybe/],
    ["a missing resource", { Effect: "Allow", Action: "a:b" }, /Resource/],
  ])("%s", (_, statement, message) => {
    expect(() => parseStatements({ Statement: [statement] }, "role")).toThrow(message);
  });
});

describe("a queue's own policy", () => {
  const policy = {
    Statement: [
      {
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "sqs:*",
        Resource: "q",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: "q",
        Condition: { StringEquals: { "aws:SourceAccount": "0" } },
      },
    ],
  };
  test.each([
    ["lets in the service that it names", "s3.amazonaws.com", "sqs:SendMessage", "0", true],
    ["lets in nobody else", "sns.amazonaws.com", "sqs:SendMessage", "0", false],
    ["lets it do nothing else", "s3.amazonaws.com", "sqs:ReceiveMessage", "0", false],
    ["lets it in on behalf of its own account", "s3.amazonaws.com", "sqs:SendMessage", "1", false],
  ])("%s", (_, service, action, account, expected) => {
    expect(isServiceAllowed(policy, service, action, "q", { "aws:SourceAccount": [account] }, "test")).toBe(expected);
  });
});

describe("a grant that nobody needs", () => {
  const BUCKET = "arn:aws:s3:::answers";
  const told = (statements: unknown, calls: readonly (readonly [action: string, resource: string])[]) => {
    const asked: Asked[] = [];
    const parsed = parseStatements({ Statement: statements }, "test");
    const role = roleOf("arn:aws:iam::000000000000:role/Submit", parsed, (one) => asked.push(one));
    for (const [action, resource] of calls) role.allows(action, resource);
    const { grants, needless } = needlessGrants(new Map([["arn:aws:iam::000000000000:role/Submit", role]]), asked);
    return { grants, needless, refused: refusedCalls(asked) };
  };
  const GET = ["dynamodb:GetItem", TABLE] as const;

  test("is found by its action and its resource, also in a statement of several", () => {
    expect(told(allow(["dynamodb:GetItem", "dynamodb:PutItem"], [TABLE, `${TABLE}2`]), [GET])).toEqual({
      grants: 4,
      needless: [
        `Submit: dynamodb:GetItem on ${TABLE}2`,
        `Submit: dynamodb:PutItem on ${TABLE}`,
        `Submit: dynamodb:PutItem on ${TABLE}2`,
      ],
      refused: [],
    });
  });

  test("is also one that says again what another says: either could go", () => {
    const twice = [allow("s3:GetObject", `${BUCKET}/*`), allow("s3:GetObject", `${BUCKET}/skills/*`)];
    expect(told(twice, [["s3:GetObject", `${BUCKET}/skills/1`]]).needless).toHaveLength(2);
    const needed = told(twice, [
      ["s3:GetObject", `${BUCKET}/skills/1`],
      ["s3:GetObject", `${BUCKET}/other`],
    ]);
    expect(needed.needless).toEqual([`Submit: s3:GetObject on ${BUCKET}/skills/*`]);
  });

  test("is not one that a call needs; and a call that needs one which is not there was refused", () => {
    const { needless, refused } = told(allow("dynamodb:GetItem", TABLE), [GET, ["dynamodb:PutItem", TABLE]]);
    expect(needless).toEqual([]);
    expect(refused).toEqual([`Submit: dynamodb:PutItem on ${TABLE}`]);
  });
});
