import { type Endpoint, type EndpointName, endpoints } from "../../../lambdas/endpoints.ts";
import { openApiDocument } from "../../../lambdas/openapi.ts";

/** A part of a JSON Schema, as the document has it. */
export type Schema = Readonly<Record<string, unknown>>;

/** A route as the document tells of it: nothing else is known of it here. */
export interface Operation {
  readonly name: EndpointName;
  readonly method: Endpoint["method"];
  readonly path: string;
  readonly pathNames: readonly string[];
  readonly query: readonly { readonly name: string; readonly required: boolean; readonly schema: Schema }[];
  readonly body: Schema | undefined;
  /** By status, as text. */
  readonly answers: Readonly<Record<string, Schema>>;
}

interface Written {
  readonly operationId: EndpointName;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: { readonly "application/json": { readonly schema: Schema } } };
  readonly responses: Readonly<
    Record<string, { readonly content: { readonly "application/json": { readonly schema: Schema } } }>
  >;
}

export const document = openApiDocument("0.0.0");
const paths = document["paths"] as Readonly<Record<string, Readonly<Record<string, Written>>>>;

/** Every route of the document. */
export const operations: readonly Operation[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.values(methods).map(({ operationId, parameters, requestBody, responses }) => ({
    name: operationId,
    method: endpoints[operationId].method,
    path,
    pathNames: parameters.filter((one) => one.in === "path").map(({ name }) => name),
    query: parameters.filter((one) => one.in === "query"),
    body: requestBody?.content["application/json"].schema,
    answers: Object.fromEntries(
      Object.entries(responses).map(([status, { content }]) => [status, content["application/json"].schema]),
    ),
  })),
);
