import type { FindCaller } from "../access/caller.ts";
import { startLoopbackServer } from "../access/loopback-server.ts";
import { type Faults, openTableEngine, type TableEngine } from "./engine.ts";
import { tableFront } from "./front.ts";
import { openLevelStorage } from "./level-storage.ts";

export interface TableOptions {
  /** Where the tables are kept; one process at a time. */
  readonly folder: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly findCaller: FindCaller;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly faults?: Faults;
  /** Hears of errors that are no refusals: bugs here, or a disk that fails. */
  readonly onFault?: (error: unknown) => void;
}

export interface RunningTable {
  /** For `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly url: string;
  readonly engine: TableEngine;
  close(): Promise<void>;
}

/**
 * DynamoDB on 127.0.0.1, kept in a folder. An acknowledged write is synced to disk, its index entries with it.
 * Time to live is remembered but never acted on: AWS promises no time either, so readers must filter in any case.
 */
export const startTable = async (options: TableOptions): Promise<RunningTable> => {
  const { folder, port, findCaller, now, faults = {} } = options;
  const onFault = options.onFault ?? ((error: unknown) => console.error("table:", error));
  const engine = await openTableEngine(await openLevelStorage(folder), { now, faults });
  const server = await startLoopbackServer(port, tableFront({ engine, findCaller, now, onFault }), onFault);
  return {
    url: server.url,
    engine,
    close: async () => {
      await server.close();
      await engine.close();
    },
  };
};
