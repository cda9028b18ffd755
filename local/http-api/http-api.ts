import type { IncomingMessage, ServerResponse } from "node:http";
import type { LocalFunction } from "../functions/function.ts";
import type { Outcome } from "../functions/pending.ts";
import { answerOf, apiMessage, type HttpAnswer, sendAnswer } from "./answer.ts";
import { authorize, type JwtAuthorizer } from "./authorizer.ts";
import { readBody } from "./body.ts";
import { eventOf } from "./event.ts";
import { type Route, routerOf } from "./routes.ts";

/** What a route leads to. */
export interface RouteTarget {
  readonly run: LocalFunction;
  /** Absent on an open route. */
  readonly authorizer: JwtAuthorizer | undefined;
  /** Whether the function lets the API invoke it; without that permission AWS answers 500. */
  readonly permitted: boolean;
}

export interface HttpApiOptions {
  readonly apiId: string;
  readonly routes: readonly Route<RouteTarget>[];
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newId: () => string;
}

/** Limits of HTTP APIs, which cannot be raised. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const INTEGRATION_TIMEOUT_MS = 30_000;

/** Serves the routes of an HTTP API: match, authorize, invoke, answer. */
export const httpApi = ({ apiId, routes, now, newId }: HttpApiOptions) => {
  const find = routerOf(routes);

  const answer = async (request: IncomingMessage): Promise<HttpAnswer | undefined> => {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    const match = find(request.method ?? "GET", path);
    if (!match) return apiMessage(404, "Not Found");
    const { run, authorizer, permitted } = match.route.target;
    const claims = authorizer && (await authorize(request.headers.authorization, authorizer));
    if (authorizer && !claims) return unauthorized;
    const read = await readBody(request, MAX_BODY_BYTES);
    if (read.state === "gone") return undefined;
    if (read.state === "too-large") return tooLarge;
    if (!permitted) return apiMessage(500, "Internal Server Error");
    const event = eventOf({
      request,
      body: read.bytes,
      routeKey: match.route.key,
      pathParameters: match.pathParameters,
      apiId,
      claims,
      requestId: newId(),
      nowMs: now(),
    });
    return outcomeAnswer(await within(run.invoke(event)));
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answered = await answer(request);
    // A refused request is still read to its end before the next one on the connection.
    request.resume();
    if (answered) sendAnswer(response, answered);
  };
};

const unauthorized: HttpAnswer = {
  ...apiMessage(401, "Unauthorized"),
  headers: { "content-type": "application/json", "www-authenticate": "Bearer" },
};
const tooLarge = apiMessage(413, "Request Entity Too Large");

const within = async (invocation: Promise<Outcome>): Promise<Outcome | "too-slow"> => {
  const { promise, resolve } = Promise.withResolvers<"too-slow">();
  const timer = setTimeout(() => resolve("too-slow"), INTEGRATION_TIMEOUT_MS);
  try {
    return await Promise.race([invocation, promise]);
  } finally {
    clearTimeout(timer);
  }
};

const outcomeAnswer = (outcome: Outcome | "too-slow"): HttpAnswer => {
  if (outcome === "too-slow") return apiMessage(503, "Service Unavailable");
  if (outcome.state === "returned") return answerOf(outcome.answer) ?? apiMessage(500, "Internal Server Error");
  if (outcome.errorType === "RequestEntityTooLargeException") return tooLarge;
  return apiMessage(500, "Internal Server Error");
};
