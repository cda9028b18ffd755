import { createHmac, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Caller, REGION } from "../access/caller.ts";
import { isRecord, textAt } from "../template/json.ts";
import { writeDurably } from "./write-durably.ts";

/** Access keys of one folder. They work on its own servers only, and survive a restart, as presigned addresses must. */
export interface FolderKeys {
  /** Who may do everything: the person at the machine, through the AWS CLI and `labelloop operator`. */
  readonly operator: Caller;
  /** Where the operator's keys are written, readable by the owner alone. */
  readonly operatorFile: string;
  /** The same keys in the form of AWS's own tools, for `AWS_SHARED_CREDENTIALS_FILE`. */
  readonly credentialsFile: string;
  /** A function's own key. */
  keysOf(functionName: string): { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export const openKeys = (folder: string): FolderKeys => {
  const operatorFile = join(folder, "operator-keys.json");
  if (!existsSync(operatorFile)) {
    const keys = { accessKeyId: newKeyId(), secretAccessKey: randomBytes(30).toString("base64url") };
    writeDurably(operatorFile, `${JSON.stringify(keys, null, 2)}\n`, 0o600);
  }
  const parsed: unknown = JSON.parse(readFileSync(operatorFile, "utf8"));
  if (!isRecord(parsed)) throw new Error(`${operatorFile} holds no keys`);
  const accessKeyId = textAt(parsed, "accessKeyId", operatorFile);
  const secretAccessKey = textAt(parsed, "secretAccessKey", operatorFile);
  const credentialsFile = join(folder, "aws-credentials");
  writeDurably(credentialsFile, credentialsText(accessKeyId, secretAccessKey), 0o600);
  const derived = (name: string, purpose: string): Buffer =>
    createHmac("sha256", secretAccessKey).update(`${purpose} of function ${name}`).digest();
  return {
    operator: { accessKeyId, secretAccessKey, name: "operator", allows: () => true },
    operatorFile,
    credentialsFile,
    keysOf: (name) => ({
      accessKeyId: keyId(derived(name, "key id")),
      secretAccessKey: derived(name, "secret").toString("base64url").slice(0, 40),
    }),
  };
};

const credentialsText = (accessKeyId: string, secretAccessKey: string): string =>
  `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\nregion = ${REGION}\n`;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Of the form that AWS tools expect: 20 upper-case letters and digits. */
const keyId = (bytes: Buffer): string =>
  `AKIA${[...bytes.subarray(0, 16)].map((byte) => ALPHABET[byte % ALPHABET.length]).join("")}`;

const newKeyId = (): string => keyId(randomBytes(16));
