import type { BodyOf, EndpointName, QueryOf, ResponseOf } from "../lambdas/endpoints.ts";
import { asProblem, isProblemCode, mayPass, Problem } from "./problem.ts";
import { type PathOf, routes } from "./routes.ts";

type When<Given, Part> = [Given] extends [never] | [undefined] ? unknown : Part;
/** What a call needs: `path`, `query` and `body` only where the endpoint has them. */
export type CallOf<Name extends EndpointName> = (keyof PathOf<Name> extends never
  ? unknown
  : { readonly path: PathOf<Name> }) &
  When<QueryOf<Name>, { readonly query?: QueryOf<Name> }> &
  When<BodyOf<Name>, { readonly body: BodyOf<Name> }> & {
    /** Lives on when the page is left; the body must stay under 64 KiB (Fetch standard). */
    readonly keepalive?: boolean;
    readonly signal?: AbortSignal;
  };

export type Api = <Name extends EndpointName>(name: Name, call: CallOf<Name>) => Promise<ResponseOf<Name>>;

export interface ApiNeeds {
  readonly apiUrl: string;
  readonly fetch: typeof fetch;
  /** The access token, renewed when about to end; undefined when nobody is signed in. */
  readonly token: () => Promise<string | undefined>;
  /** Called once on a 401: a new token, or undefined when she must sign in again. */
  readonly renewToken: () => Promise<string | undefined>;
  readonly random: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

const TIMEOUT_MS = 20_000;
const PAUSES_MS = [400, 1_500];
/** Repeating these does no harm: they carry an own id, or end in the same state. GET and PUT are repeated anyway. */
const REPEATABLE: ReadonlySet<EndpointName> = new Set([
  "assign",
  "extendLease",
  "release",
  "submit",
  "startAnswer",
  "openThread",
  "replyInThread",
  "hideWord",
  "recordPayout",
  "stateUse",
]);
const WITHOUT_TOKEN: ReadonlySet<EndpointName> = new Set(["lookUpInvitation", "acceptInvitation", "resetPassword"]);

interface LooseCall {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly keepalive?: boolean;
  readonly signal?: AbortSignal;
}

/** Calls by the name of the endpoint, typed by the schemas that the handlers parse with. Throws only `Problem`. */
export const makeApi = (needs: ApiNeeds): Api => {
  const call = async (name: EndpointName, options: LooseCall): Promise<unknown> => {
    const method = methodOf(name);
    const again = method === "GET" || method === "PUT" || REPEATABLE.has(name) ? PAUSES_MS : [];
    for (let tries = 0; ; tries++) {
      try {
        return await once(needs, name, options);
      } catch (thrown) {
        const problem = asProblem(thrown);
        const pauseMs = again[tries];
        const given = options.signal?.aborted || options.keepalive;
        if (given || pauseMs === undefined || problem.code === "offline" || !mayPass(problem)) throw problem;
        await needs.wait(pauseMs * (0.5 + needs.random()));
      }
    }
  };
  return call as Api;
};

const methodOf = (name: EndpointName): string => routes[name].slice(0, routes[name].indexOf(" "));

const addressOf = (apiUrl: string, name: EndpointName, { path = {}, query = {} }: LooseCall): string => {
  const filled = routes[name]
    .slice(routes[name].indexOf(" ") + 1)
    .replace(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(String(path[part] ?? "")));
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return `${apiUrl}${filled}${search && `?${search}`}`;
};

const once = async (needs: ApiNeeds, name: EndpointName, options: LooseCall): Promise<unknown> => {
  const open = WITHOUT_TOKEN.has(name);
  const first = open ? undefined : await needs.token();
  if (!open && !first) throw new Problem("not-signed-in", "sign in first");
  let answer = await send(needs, name, options, first);
  if (answer.status === 401 && !open) {
    const renewed = await needs.renewToken();
    if (!renewed) throw new Problem("not-signed-in", "sign in again");
    answer = await send(needs, name, options, renewed);
  }
  return read(answer);
};

const send = async (
  needs: ApiNeeds,
  name: EndpointName,
  options: LooseCall,
  token: string | undefined,
): Promise<Response> => {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await needs.fetch(addressOf(needs.apiUrl, name, options), {
      method: methodOf(name),
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(options.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.keepalive ? { keepalive: true } : {}),
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    });
  } catch (cause) {
    const code = timeout.aborted ? "timeout" : "offline";
    throw new Problem(code, cause instanceof Error ? cause.message : String(cause));
  }
};

const read = async (answer: Response): Promise<unknown> => {
  const content: unknown = await answer.json().catch(() => undefined);
  if (answer.ok && content !== undefined) return content;
  const text = (key: string): string | undefined => {
    const found: unknown = typeof content === "object" && content !== null ? Reflect.get(content, key) : undefined;
    return typeof found === "string" ? found : undefined;
  };
  const code = text("code") ?? "";
  throw new Problem(isProblemCode(code) ? code : codeOf(answer.status), text("message") ?? `status ${answer.status}`, {
    field: text("field"),
    value: text("value"),
    allowed: text("allowed"),
    status: answer.status,
  });
};

/** For answers that are not ours: a gateway's, a proxy's. */
const codeOf = (
  status: number,
): "not-signed-in" | "not-allowed" | "not-found" | "too-large" | "slow-down" | "internal" =>
  ({
    401: "not-signed-in" as const,
    403: "not-allowed" as const,
    404: "not-found" as const,
    413: "too-large" as const,
    429: "slow-down" as const,
  })[status] ?? "internal";
