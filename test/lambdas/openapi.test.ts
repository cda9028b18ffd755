import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { examples } from "../../lambdas/api/examples.ts";
import { submittedAnswer } from "../../lambdas/api/work.ts";
import { background, type Endpoint, endpoints, fileOf } from "../../lambdas/endpoints.ts";
import { STATUS } from "../../lambdas/http.ts";
import { type Json, openApiDocument } from "../../lambdas/openapi.ts";

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Json }[];
  readonly security: readonly Json[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Json; readonly example?: unknown }>>;
  };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: unknown }>>;
}
const document = openApiDocument("1.2.3");
const paths = document["paths"] as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
const all = Object.entries(endpoints) as [string, Endpoint][];
const operationOf = ({ path, method }: Endpoint): Operation | undefined => paths[path]?.[method.toLowerCase()];

describe("the description of the API", () => {
  it.each(all)("tells of %s what its schemas say", (name, endpoint) => {
    const operation = operationOf(endpoint);
    expect(operation?.operationId).toBe(name);
    const inPath = operation?.parameters.filter((one) => one.in === "path").map((one) => one.name);
    expect(inPath).toEqual([...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, one]) => one));
    for (const { schema } of operation?.parameters ?? []) expect(schema["type"] ?? schema["anyOf"]).toBeDefined();
    expect(operation?.requestBody !== undefined).toBe(endpoint.body !== undefined);
    expect(operation?.security).toEqual(endpoint.access.kind === "open" ? [] : [{ accessToken: [] }]);
    expect(operation?.responses["200"]?.content).toBeDefined();
    if (endpoint.access.kind === "member") expect(operation?.responses["403"]?.description).toContain("not-allowed");
  });

  it("has no operation that the table has not, and no two of one name", () => {
    const described = Object.values(paths).flatMap((one) => Object.values(one).map(({ operationId }) => operationId));
    expect(described.sort()).toEqual(Object.keys(endpoints).sort());
  });

  it("names every code that a refusal can have, each under its status", () => {
    const { components } = document as {
      components: { schemas: { Refusal: { properties: { code: { enum: unknown } } } } };
    };
    const codes = components.schemas.Refusal.properties.code.enum;
    expect(codes).toEqual([...Object.keys(STATUS), "internal"]);
    const { responses } = operationOf(endpoints.submit) as Operation;
    for (const [code, status] of Object.entries(STATUS)) {
      if (code === "not-allowed") continue;
      expect(responses[String(status)]?.description).toContain(code);
    }
  });

  it("tells of what the HTTP API answers itself, and of a thing that a query names and that is not there", () => {
    const answersOf = (name: keyof typeof endpoints) => operationOf(endpoints[name])?.responses ?? {};
    for (const status of ["401", "413", "429", "500", "503"])
      expect(JSON.stringify(answersOf("submit")[status]), status).toContain("GatewayRefusal");
    expect(answersOf("myWork")["404"]?.description).toBe("not-found");
    expect(answersOf("earnings")["404"]).toBeUndefined();
  });

  it("stands on its own: plain JSON, every reference in it, nothing left unsaid by a schema", () => {
    const text = JSON.stringify(document);
    expect(JSON.parse(text)).toEqual(document);
    for (const [, reference = ""] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = reference.split("/").reduce<unknown>((at, step) => (at as Json)[step], document);
      expect(found, reference).toBeDefined();
    }
    expect(text).not.toContain("$schema");
    for (const [name, { body }] of all.filter(([, one]) => one.body)) {
      const schema = operationOf(endpoints[name as keyof typeof endpoints])?.requestBody?.content["application/json"]
        ?.schema;
      const one = (schema?.["oneOf"] ?? schema?.["anyOf"] ?? [schema]) as readonly Json[];
      for (const { type } of one) expect(type, `${name} takes an object: ${body?.type}`).toBe("object");
    }
  });
});

describe("what is parsed by itself", () => {
  it("is described as that which its handler parses it by", () => {
    const { schema } = operationOf(endpoints.submit)?.requestBody?.content["application/json"] ?? {};
    const { properties } = schema as { properties: { answers: { items: Json } } };
    const { $schema: _, ...answer } = z.toJSONSchema(submittedAnswer, { io: "input" });
    expect(properties.answers.items).toEqual(answer);
    for (const one of examples.submit.answers) expect(submittedAnswer.safeParse(one)).toMatchObject({ success: true });
    expect(endpoints.submit.body.safeParse({ ...examples.submit, answers: [1] })).toMatchObject({ success: true });
    expect(endpoints.submit.body.safeParse({ ...examples.submit, answers: [] })).toMatchObject({ success: false });
  });
});

describe("examples", () => {
  it.each(all.filter(([, { body }]) => body))("shows a body of %s that its handler takes", (name, { body }) => {
    const example = examples[name as keyof typeof examples];
    expect(example, "give it one in lambdas/api/examples.ts").toBeDefined();
    expect(body?.safeParse(example)).toMatchObject({ success: true });
  });
});

describe("handlers", () => {
  it.each([...Object.keys(endpoints), ...Object.keys(background)])(
    "has a file for %s that exports its handler",
    async (name) => {
      const file = new URL(`../../lambdas/${fileOf(name)}.ts`, import.meta.url);
      expect(existsSync(file), `write lambdas/${fileOf(name)}.ts`).toBe(true);
      const module: { handler?: unknown } = await import(file.href);
      expect(module.handler, `export handler from lambdas/${fileOf(name)}.ts`).toBeTypeOf("function");
    },
  );
});
