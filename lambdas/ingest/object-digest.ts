import { createHash } from "node:crypto";
import type { OpenObject } from "./open-object.ts";

/** SHA-256 of the whole object, in hex, holding one piece at a time. */
export const digestOf = async (object: Pick<OpenObject, "stream">): Promise<string> => {
  const hash = createHash("sha256");
  for await (const piece of object.stream(0)) hash.update(piece);
  return hash.digest("hex");
};
