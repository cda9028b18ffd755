import { lookup } from "node:dns/promises";
import { hostname } from "node:os";

/** A name of this machine that is not its loopback's, where it has one; else another of its loopback addresses. */
export const ownName = async (): Promise<string> => {
  const name = hostname().toLowerCase();
  const found = await lookup(name, 4).catch(() => undefined);
  return found ? name : "127.0.0.2";
};
