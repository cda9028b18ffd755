import { enableCompileCache, flushCompileCache } from "node:module";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { parentPort, workerData } from "node:worker_threads";
import type { FromThread, ThreadStart, ToThread } from "./messages.ts";

/**
 * Entry of a function's thread: loads the bundled module and calls its handler for each event. Invocations run side
 * by side in the one thread, where AWS would use one environment each: a handler must not keep state between awaits
 * in module variables, other than clients.
 */
const start = workerData as ThreadStart;
const port = parentPort;
if (!port) throw new Error("this file is the entry of a thread");

/** By then the first call has compiled what it needs. */
const FLUSH_AFTER_MS = 3000;

const say = (message: FromThread): void => port.postMessage(message);

enableCompileCache(start.compileCache);
setTimeout(flushCompileCache, FLUSH_AFTER_MS).unref();

if (start.trusted.length > 0) setDefaultCACertificates([...getCACertificates("default"), ...start.trusted]);

type Handler = (event: unknown, context: unknown) => unknown;

const isHandler = (value: unknown): value is Handler => typeof value === "function";

const load = async (): Promise<Handler> => {
  const loaded: unknown = await import(start.moduleUrl);
  const found: unknown = Reflect.get(Object(loaded), start.exportName);
  if (!isHandler(found)) throw new Error(`${start.moduleUrl} exports no function ${start.exportName}`);
  return found;
};

const contextOf = ({ requestId, deadlineMs }: Extract<ToThread, { kind: "invoke" }>) => ({
  awsRequestId: requestId,
  functionName: start.functionName,
  functionVersion: "$LATEST",
  invokedFunctionArn: start.functionArn,
  memoryLimitInMB: String(start.memoryMb),
  logGroupName: `/aws/lambda/${start.functionName}`,
  logStreamName: "local",
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
});

const describe = (error: unknown): { readonly errorType: string; readonly message: string } =>
  error instanceof Error
    ? { errorType: error.name, message: error.stack ?? error.message }
    : { errorType: typeof error, message: String(error) };

const handler = load();
// A module that does not load is "loaded" too: each invocation says why it fails.
handler.then(
  () => say({ kind: "loaded" }),
  () => say({ kind: "loaded" }),
);

const invoke = async (message: Extract<ToThread, { kind: "invoke" }>): Promise<void> => {
  const { id } = message;
  try {
    const answer = await (await handler)(JSON.parse(message.event), contextOf(message));
    say({ kind: "returned", id, answer: JSON.stringify(answer ?? null) });
  } catch (error) {
    say({ kind: "failed", id, ...describe(error) });
  }
};

port.on("message", (message: ToThread) => {
  if (message.kind === "ping") say({ kind: "pong", id: message.id });
  else void invoke(message);
});
