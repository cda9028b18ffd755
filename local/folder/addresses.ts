import { join } from "node:path";
import { writeDurably } from "./write-durably.ts";

/** Where the cloud of a folder is to be found, for commands on the same machine. No secret is in it. */
export interface FolderAddresses {
  readonly page: string;
  readonly api: string;
  readonly bucket: string;
  /** Of tables and queues, which other machines do not reach. */
  readonly table: string;
  readonly queue: string;
  readonly signIn: string;
  readonly userPoolId: string;
  readonly ingestBucket: string;
  /** Outputs of the template, by their own names. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** Written anew at each start, once everything is ready: `labelloop operator create` reads it. */
export const writeAddresses = (folder: string, addresses: FolderAddresses): void =>
  writeDurably(join(folder, "addresses.json"), `${JSON.stringify(addresses, null, 2)}\n`);
