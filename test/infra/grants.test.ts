import { beforeAll, describe, expect, it } from "vitest";
import { type FunctionName, functionNames, idOfFunction } from "../../infra/functions.ts";
import { grantsOf } from "../../infra/grants.ts";
import {
  handlers,
  listOf,
  type Resource,
  type Synthesized,
  statementsOf,
  synthesized,
  textOf,
} from "./support/synthesized.ts";

let cloud: Synthesized;
beforeAll(async () => {
  cloud = await synthesized();
});

const handlerOf = (name: FunctionName): Resource => {
  const found = handlers(cloud).find(({ id }) => id.startsWith(`${idOfFunction(name)}Function`));
  if (!found) throw new Error(`no function for ${name}`);
  return found;
};
const allowed = (name: FunctionName): readonly string[] =>
  statementsOf(cloud, handlerOf(name)).flatMap(({ Action, Resource }) =>
    listOf(Action).flatMap((action) => listOf(Resource).map((resource) => `${action} on ${textOf(resource)}`)),
  );
const touchesPeople = (name: FunctionName): boolean => allowed(name).some((line) => line.includes("TablesPeople"));

describe("what a function may do", () => {
  it.each(functionNames)("%s: no action with a wildcard, nothing on everything", (name) => {
    const lines = allowed(name);
    expect(lines.filter((line) => /^[^ ]*\*/.test(line) || line.endsWith(" on *"))).toEqual([]);
  });

  it.each(functionNames)("%s: a wildcard in a resource only for objects of a bucket and for task queues", (name) => {
    const wild = allowed(name).filter((line) => line.includes("*"));
    const fine =
      /^(s3:[A-Za-z]+ on \w+Bucket\w+\.Arn\/((\*\/\.(examples|voice)|[a-z]+)\/)?\*|sqs:[A-Za-z]+ on arn:.*:labelloop-dev-t-\*)$/;
    expect(wild.filter((line) => !fine.test(line))).toEqual([]);
  });

  it.each(functionNames)("%s: writes the log that is its own", (name) => {
    const logs = allowed(name).filter((line) => line.startsWith("logs:"));
    expect(logs.map((line) => line.split(" on ")[1]?.replace(/Log[0-9A-F]{8}\.Arn$/, ""))).toEqual([
      idOfFunction(name),
      idOfFunction(name),
    ]);
  });

  it.each(functionNames)("%s: its role is its own, and CDK's wide default one is not attached", (name) => {
    const [roleId] = handlerOf(name).properties.Role["Fn::GetAtt"];
    const users = handlers(cloud).filter(({ properties }) => properties.Role["Fn::GetAtt"][0] === roleId);
    const role = cloud.service.all.find(({ id }) => id === roleId);
    expect({ users: users.length, managed: role?.properties.ManagedPolicyArns }).toEqual({
      users: 1,
      managed: undefined,
    });
  });
});

describe("who knows persons by name", () => {
  const mayKnow: readonly FunctionName[] = [
    "me",
    "updateMe",
    "inviteVendor",
    "lookUpInvitation",
    "acceptInvitation",
    "joinProject",
    "resetPassword",
    "listMembers",
    "changeMember",
    "issueReset",
    "invite",
    "listInvitations",
    "revokeInvitation",
    "myRecord",
    "installationKey",
  ];

  it("are the functions of sign-in and of membership, the person's own record, and no other", () => {
    expect(functionNames.filter(touchesPeople)).toEqual(mayKnow);
  });

  it.each(["export", "startExport", "getExport", "retry", "submit", "reconcile", "scrub", "reviewItem"] as const)(
    "%s decides or hands over without a name in reach",
    (name) => expect(touchesPeople(name)).toBe(false),
  );
});

describe("a grant on a table", () => {
  const writes = (name: FunctionName): boolean =>
    allowed(name).some((line) => /dynamodb:(Put|Update|Delete)/.test(line));

  it("never covers the indexes together with the table", () => {
    const both = functionNames
      .flatMap(allowed)
      .filter((line) => line.includes("/index/") && !line.startsWith("dynamodb:Query "));
    expect(both).toEqual([]);
  });

  it("names each index on its own", () => {
    const indexes = functionNames.flatMap(allowed).filter((line) => line.includes("/index/"));
    expect(indexes.every((line) => /\/index\/(backlog|leases|inverted)$/.test(line))).toBe(true);
  });

  it("deletes no row: what was said stays", () => {
    expect(functionNames.flatMap(allowed).filter((line) => line.includes("dynamodb:Delete"))).toEqual([]);
  });

  it("does not let a reader write", () => {
    const readers: readonly FunctionName[] = [
      "me",
      "getProject",
      "getOntology",
      "listProjects",
      "listMembers",
      "listItems",
      "getItem",
      "listExports",
      "getExport",
      "history",
    ];
    expect(readers.filter((name) => writes(name))).toEqual([]);
  });

  it("lets proposals be made and answered without a name in reach, and without touching a header", () => {
    const say: readonly FunctionName[] = ["propose", "secondProposal", "listProposals", "getProposal", "startVoice"];
    expect(say.filter(touchesPeople)).toEqual([]);
    expect(say.filter((name) => allowed(name).some((line) => line.includes("dynamodb:UpdateItem")))).toEqual([]);
  });
});

describe("task queues", () => {
  const mayDo = (action: string): readonly FunctionName[] =>
    functionNames.filter((name) => allowed(name).some((line) => line.startsWith(`${action} on arn:`)));

  it("are removed by the change of a project's state alone", () => {
    expect(mayDo("sqs:DeleteQueue")).toEqual(["changeProjectState"]);
  });

  it("are filled by feed and emptied by assign", () => {
    expect(mayDo("sqs:SendMessage")).toEqual(["feed"]);
    expect(mayDo("sqs:ReceiveMessage")).toEqual(["assign"]);
  });
});

it("a member endpoint may read the caller's membership", () => {
  expect(grantsOf("abortUpload")[0]).toEqual({ on: "main", actions: ["GetItem"] });
});
