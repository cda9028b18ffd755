import type { Caller } from "../../../local/access/caller.ts";
import { startTable } from "../../../local/table/start-table.ts";

/** A process that serves the tables of a folder until it is killed: `node table-process.ts FOLDER KEY SECRET`. */
const [folder = "", accessKeyId = "", secretAccessKey = ""] = process.argv.slice(2);
const caller: Caller = { accessKeyId, secretAccessKey, name: "operator", allows: () => true };
const { url } = await startTable({
  folder,
  port: 0,
  findCaller: (given) => (given === accessKeyId ? caller : undefined),
  now: Date.now,
});
process.stdout.write(`${url}\n`);
