import type { App } from "../../app.ts";
import { keptInIndexedDb } from "./kept-idb.ts";
import { makeOutbox } from "./outbox.ts";

/** Answers of hers that were left on this device, sent before she opens a project again. Gives how many still wait. */
export const sendLeftovers = async ({ api, random, alone }: App, personId: string): Promise<number> => {
  const kept = await keptInIndexedDb();
  if ((await kept.rows(personId)).length === 0) return 0;
  const outbox = await makeOutbox({
    kept,
    api,
    fetch: (input, init) => fetch(input, init),
    personId,
    random,
    alone,
    // Once is enough here; the labelling page keeps trying.
    later: () => () => undefined,
    onOutcome: () => undefined,
  });
  await outbox.flush();
  return outbox.rows.value.length;
};
