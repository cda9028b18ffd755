import * as z from "zod";
import { parsedAloneBy } from "./api/alone.ts";
import { examples } from "./api/examples.ts";
import { type Endpoint, type EndpointName, endpoints } from "./endpoints.ts";
import { pathShape, STATUS } from "./http.ts";

/** A part of a JSON Schema or of the document: only this file and its test look inside. */
export type Json = { readonly [Key in string]: unknown };

/**
 * The OpenAPI 3.1 document of the API, from the table that routes requests and the schemas that parse them, so it cannot
 * say anything else. https://spec.openapis.org/oas/v3.1.1.html
 */
export const openApiDocument = (version: string): Json => {
  const names = Object.keys(endpoints) as EndpointName[];
  const paths: Record<string, Record<string, Json>> = {};
  for (const name of names) {
    const endpoint: Endpoint = endpoints[name];
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operationOf(name, endpoint) };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Labelloop",
      version,
      description:
        "Times are milliseconds since 1970 in UTC; boxes are pixels of the upright picture. A request that is refused is " +
        "answered with a Refusal: what was wrong, and what is allowed instead.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api" }],
    paths,
    components: {
      securitySchemes: {
        accessToken: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "The access token of the sign-in service.",
        },
      },
      schemas: { Refusal: refusalSchema, GatewayRefusal: gatewaySchema },
    },
  };
};

const operationOf = (name: EndpointName, endpoint: Endpoint): Json => {
  const { access, body, query, response, summary, path } = endpoint;
  return {
    operationId: name,
    summary,
    description: whoMayCall(endpoint),
    tags: [path.split("/")[1] ?? ""],
    ...(access.kind === "open" ? { security: [] } : { security: [{ accessToken: [] }] }),
    parameters: [...pathParameters(path), ...(query ? queryParameters(query) : [])],
    ...(body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: schemaOf(body), ...exampleOf(name) } },
      },
    }),
    responses: {
      "200": { description: "Done.", content: { "application/json": { schema: schemaOf(response) } } },
      ...refusalsOf(endpoint),
    },
  };
};

const whoMayCall = ({ access }: Endpoint): string => {
  if (access.kind === "open") return "Anybody, without signing in.";
  if (access.kind === "signed-in") return "Anybody who is signed in.";
  if (access.kind === "group") return `Signed in, of the group ${access.groups.join(" or ")}.`;
  return `Members of the project as ${access.roles.join(", ")}.`;
};

/** As it travels: what a transform makes of it afterwards concerns nobody outside. */
const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const later = parsedAloneBy(zodSchema);
      if (later) Object.assign(jsonSchema, schemaOf(later));
    },
  });
  return rest;
};

const pathParameters = (path: string): readonly Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: schemaOf(pathShape.shape[name as keyof typeof pathShape.shape]),
  }));

const queryParameters = (query: z.ZodType): readonly Json[] => {
  const { properties = {}, required = [] } = schemaOf(query) as {
    readonly properties?: Readonly<Record<string, Json>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
};

const exampleOf = (name: EndpointName): Json => {
  const example = examples[name as keyof typeof examples];
  return example ? { example } : {};
};

/** What any request may be refused with, save what this one cannot meet. */
const refusalsOf = ({ access, path, body, query }: Endpoint): Json => {
  const cannotBe = [
    ...(access.kind === "open" ? ["not-signed-in"] : []),
    ...(access.kind === "group" || access.kind === "member" ? [] : ["not-allowed"]),
    ...(path.includes("{") || query ? [] : ["not-found"]),
    ...(body ? [] : ["too-large"]),
    ...(body || query ? [] : ["bad-request"]),
  ];
  const codes = Object.entries(STATUS).filter(([code]) => !cannotBe.includes(code));
  const statuses = [...new Set(codes.map(([, status]) => status)), 500, 503].sort();
  return Object.fromEntries(
    statuses.map((status) => {
      const named = status === 500 ? ["internal"] : codes.filter(([, of]) => of === status).map(([code]) => code);
      const schema = ANSWERED_BEFORE_US.includes(status)
        ? { anyOf: [{ $ref: "#/components/schemas/Refusal" }, { $ref: "#/components/schemas/GatewayRefusal" }] }
        : { $ref: "#/components/schemas/Refusal" };
      return [
        String(status),
        { description: named.join(", ") || "too slow", content: { "application/json": { schema } } },
      ];
    }),
  );
};

/** By the HTTP API itself, which says no in its own form: to a bad token, to 10 MB, to many at once, when a function fails or is slow. */
const ANSWERED_BEFORE_US: readonly number[] = [401, 413, 429, 500, 503];
const gatewaySchema: Json = {
  type: "object",
  required: ["message"],
  properties: { message: { type: "string", description: "What the HTTP API itself says of it, in English." } },
};

const refusalSchema: Json = {
  type: "object",
  required: ["code", "message"],
  properties: {
    code: { type: "string", enum: [...Object.keys(STATUS), "internal"] },
    message: { type: "string", description: "What was wrong, for the person who must act." },
    field: { type: "string", description: "The part of the request that was refused, e.g. body.overlap.max." },
    value: { type: "string", description: "What came, shortened." },
    allowed: { type: "string", description: "What is allowed instead." },
  },
};
