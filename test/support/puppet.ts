import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Deps } from "../../lambdas/deps.ts";
import { quickClientOf, type Stores } from "./stores.ts";

/** A handler that makes its calls to the table only when it is told to, and can be left lying at any of them. */
export interface Puppet {
  /** Lets it make so many calls more; gives how many it made, fewer if it came to its end. */
  step(calls: number): Promise<number>;
  /** Lets it go on until it has written so often; reads in between change nothing. */
  stepPast(writes: number): Promise<void>;
  /** Lets it run to its end. */
  finish(): Promise<void>;
  isOver(): boolean;
}

export const puppet = (stores: Stores, handler: (deps: Deps) => Promise<unknown>): Puppet => {
  const waiting: { readonly isWrite: boolean; readonly make: () => Promise<void> }[] = [];
  let over = false;
  const call = (operation: string, input: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      const make = () => stores.engine.call(operation, input).then(resolve, reject);
      waiting.push({ isWrite: operation === "PutItem" || operation === "UpdateItem", make });
    });
  const queue = { send: async () => ({}) } as unknown as SQSClient;
  const ended = handler({ ...stores.deps, table: quickClientOf({ call }), queue }).then(
    () => {
      over = true;
    },
    (error: unknown) => {
      over = true;
      // A refusal is an end like another; a fault is a finding.
      if (!(error instanceof Error && error.name === "Refusal")) throw error;
    },
  );
  /** Until it waits for a call or has ended. */
  const quiet = async (): Promise<void> => {
    for (let turn = 0; turn < 200 && waiting.length === 0 && !over; turn++) await new Promise(setImmediate);
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
  };
  const step = async (calls: number): Promise<number> => {
    let made = 0;
    for (await quiet(); made < calls && waiting.length > 0; await quiet()) {
      await waiting.shift()?.make();
      made += 1;
    }
    return made;
  };
  const stepPast = async (writes: number): Promise<void> => {
    let written = 0;
    for (await quiet(); written < writes && waiting.length > 0; await quiet()) {
      const next = waiting.shift();
      await next?.make();
      written += next?.isWrite ? 1 : 0;
    }
  };
  return {
    step,
    stepPast,
    finish: async () => {
      await step(Number.POSITIVE_INFINITY);
      await ended;
    },
    isOver: () => over,
  };
};
