import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { PREFIX } from "./forget-work.ts";

export type MyWork = ResponseOf<"myWork">;

/** Her last answer of the server, for when there is no network; undefined when none was kept on this device. */
export const keptWork = (storage: Storage, personId: string): MyWork | undefined => {
  const text = storage.getItem(PREFIX + personId);
  if (!text) return undefined;
  try {
    const found: unknown = JSON.parse(text);
    const parts = ["asOfMs", "accounts", "projects", "months", "days", "payouts"];
    const complete = typeof found === "object" && found !== null && parts.every((part) => part in found);
    return complete ? (found as MyWork) : undefined;
  } catch {
    // Half written, or of an earlier version: as good as none.
    return undefined;
  }
};

/** Keeps it in place of the one before. False where the device has no room: the page is then for the network only. */
export const keepWork = (storage: Storage, personId: string, work: MyWork): boolean => {
  try {
    storage.setItem(PREFIX + personId, JSON.stringify(work));
    return true;
  } catch {
    storage.removeItem(PREFIX + personId);
    return false;
  }
};
