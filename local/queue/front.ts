import type { IncomingMessage, ServerResponse } from "node:http";
import { ACCOUNT_ID, type Caller, type FindCaller } from "../access/caller.ts";
import { type Answer, isLoopbackHost, readBody } from "../access/loopback-server.ts";
import { verifyWhole } from "../access/sigv4.ts";
import { jsonDenial } from "../access/sigv4-denial.ts";
import { type ActionCall, actions } from "./actions.ts";
import type { QueueEngine } from "./engine.ts";
import { queueArn } from "./queue-attributes.ts";
import { parseRequest } from "./request.ts";
import { refusal, SqsRefusal } from "./sqs-refusal.ts";

export interface FrontParts {
  readonly engine: QueueEngine;
  readonly findCaller: FindCaller;
  /** Epoch milliseconds; signatures are held against it. */
  readonly now: () => number;
  readonly newId: () => string;
  readonly onFault: (fault: unknown) => void;
  /** Known once the server listens. */
  readonly url: () => string;
}

/** A batch of ten messages of 1 MiB in all, in JSON with every character escaped, and room for the rest. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
const TARGET = "AmazonSQS.";

/** SQS's JSON protocol. Browsers are refused: no page talks to the queues. */
export const queueFront =
  (parts: FrontParts): Answer =>
  async (request, response) => {
    // Clients set their clocks by this header, so it tells the time by which signatures are judged.
    response.setHeader("date", new Date(parts.now()).toUTCString());
    const send = (outcome: Outcome) => sendOutcome(response, parts.newId(), outcome);
    const { host, origin } = request.headers;
    if (origin !== undefined || !isLoopbackHost(host)) return void (await send(foreign));
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const read = await readBody(request, MAX_BODY_BYTES);
    if (read.state === "gone") return;
    if (read.state === "too-large") {
      response.setHeader("connection", "close");
      return void (await send(tooLarge));
    }
    const lost: (() => void)[] = [];
    const outcome = await perform(parts, request, read.body, gone.signal, lost).catch((error: unknown) =>
      failureOf(error, parts.onFault),
    );
    const isSent = await send(outcome);
    if (!isSent) for (const undo of lost) undo();
  };

/** What a request comes to: the action's result, or why there is none. */
type Outcome =
  | { readonly state: "done"; readonly result: object }
  | {
      readonly state: "failed";
      readonly status: number;
      readonly type: string;
      readonly message: string;
      readonly queryCode?: string;
    };

const failed = (status: number, type: string, message: string): Outcome => ({ state: "failed", status, type, message });

const foreign = failed(
  403,
  "AccessDeniedException",
  "the embedded queues answer programs on this machine only: no Origin, and a loopback Host",
);
const tooLarge = failed(413, "RequestEntityTooLarge", "Request body is too large");

const failureOf = (error: unknown, onFault: FrontParts["onFault"]): Outcome => {
  if (error instanceof SqsRefusal) {
    const { status, type, message, queryCode } = error;
    return { state: "failed", status, type, message, queryCode };
  }
  onFault(error);
  return failed(
    500,
    "com.amazonaws.sqs#InternalFailure",
    "The request processing has failed because of an unknown error.",
  );
};

const perform = async (
  parts: FrontParts,
  request: IncomingMessage,
  body: Buffer,
  gone: AbortSignal,
  lost: (() => void)[],
): Promise<Outcome> => {
  const { engine, url } = parts;
  const { method = "", url: target = "", headers } = request;
  const verdict = verifyWhole({ method, url: target, headers }, body, {
    service: "sqs",
    findCaller: parts.findCaller,
    now: parts.now,
  });
  if (verdict.state === "denied") return { state: "failed", ...jsonDenial(verdict) };
  const { caller } = verdict;
  const name = String(headers["x-amz-target"] ?? "");
  const action = name.startsWith(TARGET) ? actions.get(name.slice(TARGET.length)) : undefined;
  if (!action || method !== "POST")
    throw refusal(
      "InvalidAction",
      `The action ${name || "of the query protocol"} is not imitated by the embedded cloud.`,
    );
  const call: ActionCall = {
    engine,
    request: parseRequest(body),
    senderId: caller.accessKeyId,
    gone,
    permit: (permission, queueName) => permit(caller, permission, queueName),
    queue: (queueName) => {
      const queue = engine.findQueue(queueName);
      if (!queue) throw refusal("QueueDoesNotExist", "The specified queue does not exist.");
      return queue;
    },
    urlOf: (queueName) => `${url()}/${ACCOUNT_ID}/${queueName}`,
    onLost: (undo) => void lost.push(undo),
  };
  return { state: "done", result: await action(call) };
};

/** Tells whether the answer was handed to the network before the client hung up. */
const sendOutcome = (response: ServerResponse, requestId: string, outcome: Outcome): Promise<boolean> =>
  new Promise((resolve) => {
    if (response.destroyed) return resolve(false);
    response.once("finish", () => resolve(true));
    response.once("close", () => resolve(response.writableFinished));
    const headers: Record<string, string> = {
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-requestid": requestId,
    };
    if (outcome.state === "done") {
      response.writeHead(200, headers).end(JSON.stringify(outcome.result));
      return;
    }
    const { status, type, message, queryCode } = outcome;
    if (queryCode !== undefined) headers["x-amzn-query-error"] = `${queryCode};Sender`;
    response.writeHead(status, headers).end(JSON.stringify({ __type: type, message }));
  });

/** One batch asks for the permission of the single action, as in IAM. */
const permit = (caller: Caller, action: string, queueName: string | undefined): void => {
  const arn = queueName === undefined ? "*" : queueArn(queueName);
  if (caller.allows(action, arn)) return;
  throw refusal(
    "AccessDeniedException",
    `User: ${caller.name} is not authorized to perform: ${action.toLowerCase()} on resource: ${arn} because no identity-based policy allows the ${action.toLowerCase()} action`,
  );
};
