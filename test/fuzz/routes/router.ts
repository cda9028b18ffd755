import type { Deps } from "../../../lambdas/deps.ts";
import { type Endpoint, type EndpointName, endpoints, fileOf } from "../../../lambdas/endpoints.ts";
import { type HttpEvent, type HttpResult, serve } from "../../../lambdas/http.ts";
import { routerOf } from "../../../local/http-api/routes.ts";
import type { RawBody } from "./broken-body.ts";
import { type CallerName, claimsOf } from "./persons.ts";

/** A request as it is sent, ids and all. */
export interface Sent {
  readonly as: CallerName;
  readonly method: string;
  /** From the document's server on, percent-encoded. */
  readonly target: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: RawBody | undefined;
}

export interface Answer extends HttpResult {
  /** Absent where no route takes the address. */
  readonly name: EndpointName;
}

/** Sends a request to the handler of its route, as the HTTP API does; undefined where there is no such route. */
export type Ask = (sent: Sent) => Promise<Answer | undefined>;

type Handler = (event: HttpEvent) => Promise<HttpResult>;

/** All handlers in their frames, behind the router of the embedded HTTP API. */
export const openRouter = async (deps: Deps): Promise<Ask> => {
  const names = Object.keys(endpoints) as EndpointName[];
  const handlers = await Promise.all(
    names.map(async (name): Promise<readonly [EndpointName, Handler]> => {
      const module: Readonly<Record<string, never>> = await import(`../../../lambdas/${fileOf(name)}.ts`);
      const run = module[name];
      if (run === undefined) throw new Error(`lambdas/${fileOf(name)}.ts exports no ${name}`);
      return [name, serve(endpoints[name], deps, run)];
    }),
  );
  const byName = new Map(handlers);
  const find = routerOf(
    names.map((name) => {
      const { method, path }: Endpoint = endpoints[name];
      return { key: `${method} ${path}`, target: name };
    }),
  );
  return async ({ as, method, target, query, body }) => {
    const match = find(method, target);
    const handler = match && byName.get(match.route.target);
    if (!match || !handler) return undefined;
    const claims = claimsOf(as);
    const answered = await handler({
      rawPath: target,
      pathParameters: match.pathParameters,
      ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
      ...(body && ("text" in body ? { body: body.text } : { body: body.bytes, isBase64Encoded: true })),
      requestContext: { requestId: "request-1", ...(claims && { authorizer: { jwt: { claims } } }) },
    });
    return { ...answered, name: match.route.target };
  };
};
