import { type BodyOf, type Endpoint, type EndpointName, endpoints, type ResponseOf } from "../../lambdas/endpoints.ts";

interface CallOptions<Name extends EndpointName> {
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: BodyOf<Name>;
  readonly query?: Readonly<Record<string, string>>;
}

/** The real API of a running cloud, in somebody's name; without a token, in nobody's. */
export type Api = <Name extends EndpointName>(name: Name, options?: CallOptions<Name>) => Promise<ResponseOf<Name>>;

export const apiOf =
  (apiUrl: string, token?: string): Api =>
  async (name, { path = {}, body, query = {} } = {}) => {
    const endpoint: Endpoint = endpoints[name];
    const filled = endpoint.path.replace(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(path[part] ?? ""));
    const response = await fetch(`${apiUrl}${filled}?${new URLSearchParams(query)}`, {
      method: endpoint.method,
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${name} was answered with ${response.status}: ${JSON.stringify(answer)}`);
    return endpoint.response.parse(answer) as ResponseOf<typeof name>;
  };
