import type { Deps } from "../../lambdas/deps.ts";

/** Where a handler is stopped: at its `call`th call of a service, before that call was made or after it, unanswered. */
export interface Cut {
  readonly call: number;
  readonly when: "before" | "after";
}

export type CutRun<Out> =
  | { readonly state: "ended"; readonly value: Out; readonly calls: number }
  | { readonly state: "stopped" };

/**
 * Runs a handler as Lambda does that dies at one of its calls: table, bucket and queue count alike. Nothing that it
 * started goes on afterwards: later calls are never made. Without a cut it tells how many calls there were.
 */
export const runCut = async <Out>(deps: Deps, run: (deps: Deps) => Promise<Out>, cut?: Cut): Promise<CutRun<Out>> => {
  let calls = 0;
  let stop = (): void => undefined;
  const stopped = new Promise<{ readonly state: "stopped" }>((resolve) => {
    stop = () => resolve({ state: "stopped" });
  });
  const never = new Promise<never>(() => undefined);
  const counted = <Client extends { send: (...given: never[]) => unknown }>(client: Client): Client => {
    const send = async (command: never): Promise<unknown> => {
      calls += 1;
      const mine = calls;
      if (cut && (mine > cut.call || (mine === cut.call && cut.when === "before"))) {
        stop();
        return never;
      }
      const answer = await client.send(command);
      if (cut && mine === cut.call) {
        stop();
        return never;
      }
      return cut && calls > cut.call ? never : answer;
    };
    return Object.assign(Object.create(client), { send });
  };
  const own: Deps = {
    ...deps,
    table: counted(deps.table),
    bucket: counted(deps.bucket),
    queue: counted(deps.queue),
  };
  const ended = run(own).then((value) => ({ state: "ended" as const, value, calls }));
  const result = await Promise.race([ended, stopped]);
  // Calls under way beside the one that was cut come to their end before anybody else acts.
  for (let turn = 0; turn < 5; turn++) await new Promise((next) => setImmediate(next));
  return result;
};
