import type { BodyOf, QueryOf, ResponseOf } from "../lambdas/endpoints.ts";
import { type RouteName, routes } from "./routes.ts";

/** A refusal or a failure, as the API told it. */
export class Refused extends Error {
  readonly status: number;
  constructor(name: string, status: number, answer: unknown) {
    const message = typeof answer === "object" && answer !== null ? Reflect.get(answer, "message") : undefined;
    super(`${name}: ${typeof message === "string" ? message : JSON.stringify(answer)} (${status})`);
    this.name = "Refused";
    this.status = status;
  }
}

export interface CallOptions<Name extends RouteName> {
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: BodyOf<Name>;
  readonly query?: QueryOf<Name>;
}

/** The API in somebody's name; without a token, in nobody's. */
export type Api = <Name extends RouteName>(name: Name, options?: CallOptions<Name>) => Promise<ResponseOf<Name>>;

const REQUEST_MS_MAX = 60_000;

export const apiOf =
  (apiUrl: string, token?: string): Api =>
  async <Name extends RouteName>(name: Name, { path = {}, body, query }: CallOptions<Name> = {}) => {
    const [method, template = ""] = routes[name].split(" ");
    const filled = template.replace(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(path[part] ?? ""));
    const search = query
      ? `?${new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))}`
      : "";
    const response = await fetch(`${apiUrl}${filled}${search}`, {
      ...(method && { method }),
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(REQUEST_MS_MAX),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Refused(name, response.status, answer);
    return answer as ResponseOf<Name>;
  };
