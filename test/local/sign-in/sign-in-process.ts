import { randomUUID } from "node:crypto";
import type { Caller } from "../../../local/access/caller.ts";
import { startSignIn } from "../../../local/sign-in/start-sign-in.ts";
import { CHEAP, CLIENT_PROPERTIES, GROUP, POOL_PROPERTIES } from "../../contract/support/sign-in-world.ts";

/** A process that serves the sign-in of a folder until it is killed: `node sign-in-process.ts FOLDER KEY SECRET`. */
const [folder = "", accessKeyId = "", secretAccessKey = ""] = process.argv.slice(2);
const caller: Caller = { accessKeyId, secretAccessKey, name: "operator", allows: () => true };
const signIn = await startSignIn({
  folder,
  port: 0,
  findCaller: (given) => (given === accessKeyId ? caller : undefined),
  now: Date.now,
  newId: randomUUID,
  allowedOrigins: [],
  passwordCost: CHEAP,
});
const poolId = signIn.createPool("Pool", POOL_PROPERTIES);
const clientId = signIn.createClient(poolId, "Page", CLIENT_PROPERTIES);
signIn.createGroup(poolId, GROUP);
process.stdout.write(`${JSON.stringify({ url: signIn.url, poolId, clientId })}\n`);
