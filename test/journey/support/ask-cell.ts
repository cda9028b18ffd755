import type { Endpoint } from "../../../lambdas/endpoint.ts";
import { type EndpointName, endpoints } from "../../../lambdas/endpoints.ts";
import type { Asking, Row, Said } from "./may-rows.ts";

export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** What takes the place of the row's own in the path or the body. */
export interface Swap {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly body?: object;
}

export const paramsOf = (name: EndpointName): readonly string[] =>
  [...endpoints[name].path.matchAll(/\{(\w+)\}/g)].map(([, param]) => param ?? "");

/** Asks a route as its row says, with a token or without. */
export const askCell = async (
  api: string,
  name: EndpointName,
  row: Row,
  asking: Asking,
  token: string | undefined,
  swap: Swap = {},
): Promise<Answered> => {
  const { method, path, body }: Endpoint = endpoints[name];
  const ids: Readonly<Record<string, string | number>> = { ...asking.of, ...row.path?.(asking), ...swap.path };
  const filled = path.replace(/\{(\w+)\}/g, (_, param: string) => encodeURIComponent(String(ids[param])));
  const sent = body && { ...row.body?.(asking), ...swap.body };
  const response = await fetch(`${api}${filled}`, {
    method,
    headers: { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    ...(sent && { body: JSON.stringify(sent) }),
  });
  return { status: response.status, text: await response.text() };
};

interface Refusal {
  readonly code?: string;
  readonly message?: string;
}

/** An answer in the words of the table: `ok`, or the status, the code and the words of a refusal. */
export const heard = ({ status, text }: Answered): string => {
  if (status === 200) return "ok";
  const { code = "", message = "" } = JSON.parse(text) as Refusal;
  return `${status} ${code}: ${message}`;
};

/** Whether an answer is what the table says; a code stands for its status too. */
export const isSaid = (answered: Answered, said: Said, statusOf: Readonly<Record<string, number>>): boolean => {
  if (said === "ok") return answered.status === 200;
  const [code = ""] = said.split(":");
  return heard(answered).startsWith(`${statusOf[code]} ${said.includes(":") ? said : `${said}: `}`);
};

/** Runs many, so many at a time, in order of their start. */
export const manyAtOnce = async (jobs: readonly (() => Promise<void>)[], atOnce: number): Promise<void> => {
  const left = [...jobs];
  const lane = async (): Promise<void> => {
    for (let job = left.shift(); job; job = left.shift()) await job();
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
};
