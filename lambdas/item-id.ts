import { createHash } from "node:crypto";
import type { ItemId, ProjectId } from "../core/ids.ts";

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * The item of a key: the same event twice is the same item. For a manifest's line the key is `<manifest key>#<line>`
 * unless the line names an object, for accepted new bytes it is `<key>@<sha256>`.
 */
export const itemIdOf = (projectId: ProjectId, key: string): ItemId => {
  const hash = createHash("sha256").update(`${projectId}|${key}`).digest();
  let bits = 0n;
  for (const byte of hash.subarray(0, 13)) bits = (bits << 8n) | BigInt(byte);
  bits >>= 4n; // 104 bits read, 100 wanted.
  const letters = Array.from({ length: 20 }, (_, at) => BASE32[Number((bits >> BigInt(5 * (19 - at))) & 31n)]);
  return letters.join("") as ItemId;
};
