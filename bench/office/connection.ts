import { Agent, request } from "node:http";

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

/** One person's browser, as cheap as can be: a kept connection, JSON in and out, nothing parsed against a schema. */
export interface Connection {
  /** Rejects when no whole answer came: whether the request was heard is then unknown. */
  send(method: string, path: string, body?: unknown): Promise<Answered>;
  close(): void;
}

/** Somebody's sign-in, which ends after half an hour and is then begun again. */
export interface SignedIn {
  readonly token: () => string;
  readonly renew: () => Promise<void>;
}

const SOCKETS_MAX = 2;
/** Longer than the server lets any request take. */
const PATIENCE_MS = 60_000;

export const connect = (origin: string, { token, renew }: SignedIn): Connection => {
  const { hostname, port } = new URL(origin);
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX });
  const sendOnce = (method: string, path: string, body?: unknown): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? "" : JSON.stringify(body);
      const headers = {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(text),
        authorization: `Bearer ${token()}`,
      };
      const options = { agent, hostname, port, method, path, headers, timeout: PATIENCE_MS };
      const sent = request(options, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => {
          const answer = Buffer.concat(parts).toString("utf8");
          try {
            resolve({ status: response.statusCode ?? 0, body: answer === "" ? undefined : JSON.parse(answer) });
          } catch {
            resolve({ status: response.statusCode ?? 0, body: answer });
          }
        });
      });
      sent.on("timeout", () => sent.destroy(new Error(`no answer to ${method} ${path} in ${PATIENCE_MS} ms`)));
      sent.on("error", reject);
      sent.end(text);
    });
  const send = async (method: string, path: string, body?: unknown): Promise<Answered> => {
    const answered = await sendOnce(method, path, body);
    if (answered.status !== 401) return answered;
    await renew();
    return sendOnce(method, path, body);
  };
  return { send, close: () => agent.destroy() };
};
