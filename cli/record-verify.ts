import { createPublicKey, verify as isSigned } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type InstallationKey, recordFileText, type WorkRecord } from "../core/my-work/work-record.ts";
import { apiOf } from "./api.ts";
import type { Command } from "./command.ts";
import { siteAt } from "./site.ts";

const HELP = `Usage: npm run -s labelloop -- verify RECORD.json [--key KEY.json | --site URL]

Says whether a record of work is genuine: signed by the installation, and unchanged to the last byte since.

  RECORD.json    as the page "My record" gave it
  --key KEY.json the installation's public key, a JWK; from its address /api/installation-key
  --site URL     or the installation itself, which is asked for its key (default: http://127.0.0.1:4400)

  The status is 0 for a genuine record and 1 for any other.
`;

/** Reads a record as whoever is shown it would: without an account. */
export const recordVerify: Command = {
  words: ["verify"],
  usage: "verify RECORD.json [--key KEY.json | --site URL]",
  summary: "whether somebody's record of work is genuine (verify --help)",
  help: HELP,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { key: { type: "string" }, site: { type: "string" } },
    });
    const [path, ...more] = positionals;
    if (!path || more.length > 0) throw new Error("give one record, a file that the page gave");
    if (values.key && values.site) throw new Error("give --key or --site, not both");
    const key = values.key ? keyIn(await readFile(values.key, "utf8"), values.key) : await keyAt(values.site);
    const record = genuineRecord(await readFile(path, "utf8"), key);
    const answers = record.projects.reduce((sum, one) => sum + one.answers, 0);
    console.log(`Genuine: the record of ${record.name}, issued on ${record.issuedOn}.`);
    console.log(`Answers: ${answers}. Projects: ${record.projects.length}. Key: ${key.kid}.`);
  },
};

const keyAt = async (url = "http://127.0.0.1:4400"): Promise<InstallationKey> => {
  const { apiUrl } = await siteAt(url);
  return apiOf(apiUrl)("installationKey");
};

const keyIn = (text: string, path: string): InstallationKey => {
  const found = parsed(text);
  const part = (name: string): unknown => (typeof found === "object" && found ? Reflect.get(found, name) : undefined);
  const [x, kid] = [part("x"), part("kid")];
  if (part("crv") !== "Ed25519" || typeof x !== "string" || typeof kid !== "string") {
    throw new Error(`${path} is no key: expected a JWK with crv "Ed25519", x and kid`);
  }
  return { kty: "OKP", crv: "Ed25519", x, kid, use: "sig", alg: "EdDSA" };
};

/**
 * The record in a file, if it was signed with this key and not a byte of the file was changed since; else throws with
 * what is wrong. Readable part and signed part must be the same, and everything is written in the one way there is.
 */
export const genuineRecord = (text: string, key: InstallationKey): WorkRecord => {
  const file = parsed(text);
  const jws = typeof file === "object" && file ? Reflect.get(file, "jws") : undefined;
  if (typeof jws !== "string") throw new Error("not genuine: this is no record of work");
  const [head = "", body = "", signature = "", ...more] = jws.split(".");
  const parts = [head, body, signature].map((part) => Buffer.from(part, "base64url"));
  const isExact = parts.every((bytes, at) => bytes.toString("base64url") === [head, body, signature][at]);
  if (more.length > 0 || !isExact) throw new Error("not genuine: its signature cannot be read");
  const header = parsed(parts[0]?.toString("utf8") ?? "");
  const named = (name: string): unknown =>
    typeof header === "object" && header ? Reflect.get(header, name) : undefined;
  if (named("alg") !== "EdDSA") throw new Error("not genuine: it is not signed as records are");
  if (named("kid") !== key.kid) throw new Error("not genuine here: it was signed with another key than this one");
  const publicKey = createPublicKey({ key: { kty: key.kty, crv: key.crv, x: key.x }, format: "jwk" });
  if (!isSigned(null, Buffer.from(`${head}.${body}`), publicKey, parts[2] ?? Buffer.alloc(0))) {
    throw new Error("not genuine: it was changed after it was signed");
  }
  const record = parsed(parts[1]?.toString("utf8") ?? "") as WorkRecord;
  if (record.kind !== "labelloop-work-record") throw new Error("not genuine: what was signed is no record of work");
  if (text !== recordFileText({ record, jws })) {
    throw new Error("not genuine: what can be read in it is not what was signed");
  }
  return record;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
