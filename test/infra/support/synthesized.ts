import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type AppOptions, makeApp } from "../../../infra/app.ts";
import { build } from "../../../infra/build.ts";

export interface Resource {
  readonly id: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape, and a wrong path fails the test
  readonly properties: any;
  readonly deletionPolicy: string | undefined;
  readonly replacePolicy: string | undefined;
}

export interface Stack {
  readonly all: readonly Resource[];
  ofType(type: string): readonly Resource[];
}

export interface Synthesized {
  readonly data: Stack;
  readonly service: Stack;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Both stacks as they would be deployed, references between the two replaced by what they refer to. */
export const synthesized = async (options: AppOptions = {}): Promise<Synthesized> => {
  await build(["lambdas"]);
  const outdir = mkdtempSync(join(tmpdir(), "labelloop-synth-"));
  folders.push(outdir);
  makeApp({ builtinCloudFormationValidation: false, withPage: false, outdir, ...options }).app.synth();
  const read = (name: string) => JSON.parse(readFileSync(join(outdir, `${name}.template.json`), "utf8"));
  const data = read("Data");
  return { data: stackOf(data), service: stackOf(linked(read("Service"), data.Outputs)) };
};

type Json = Readonly<Record<string, unknown>>;

const stackOf = (template: { readonly Resources: Readonly<Record<string, Json>> }): Stack => {
  const all = Object.entries(template.Resources).map(([id, resource]) => ({
    id,
    type: String(resource["Type"]),
    properties: resource["Properties"] ?? {},
    deletionPolicy: resource["DeletionPolicy"] as string | undefined,
    replacePolicy: resource["UpdateReplacePolicy"] as string | undefined,
  }));
  return { all, ofType: (type) => all.filter((resource) => resource.type === type) };
};

const linked = <Value>(value: Value, outputs: Readonly<Record<string, { readonly Value: unknown }>>): Value =>
  JSON.parse(JSON.stringify(value), (_, found) => {
    const output = found?.["Fn::GetStackOutput"]?.OutputName;
    return typeof output === "string" ? outputs[output]?.Value : found;
  });

/** The functions that run our code; CDK brings some of its own for a deployment. */
export const handlers = ({ service }: Pick<Synthesized, "service">): readonly Resource[] =>
  service.ofType("AWS::Lambda::Function").filter(({ properties }) => properties.Environment?.Variables.MAIN_TABLE);

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** What a function's role allows. */
export const statementsOf = ({ service }: Pick<Synthesized, "service">, handler: Resource): readonly Statement[] => {
  const roleId = handler.properties.Role["Fn::GetAtt"][0];
  const role = service.all.find(({ id }) => id === roleId);
  return role?.properties.Policies.flatMap((policy: Json) => (policy["PolicyDocument"] as Json)["Statement"]);
};

export const listOf = <One>(oneOrMore: One | readonly One[]): readonly One[] =>
  Array.isArray(oneOrMore) ? oneOrMore : [oneOrMore as One];

/** A reference as a text: `TablesMain.Arn`, joined parts side by side. */
export const textOf = (value: unknown): string => {
  if (typeof value === "string") return value;
  const { Ref: ref, "Fn::GetAtt": attribute, "Fn::Join": joined } = value as Record<string, unknown>;
  if (typeof ref === "string") return ref;
  if (Array.isArray(attribute)) return attribute.join(".");
  if (Array.isArray(joined)) return (joined[1] as unknown[]).map(textOf).join("");
  return JSON.stringify(value);
};
