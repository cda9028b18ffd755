import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { type AnnotatorId, parseAnnotatorId } from "../../core/ids.ts";
import type { Erasure, ErasureLedger } from "../../lambdas/erasure/ledger.ts";

/** Beside the folder and not in it: whoever puts an old copy in the folder's place must not take this back. */
export const ledgerFileOf = (folder: string): string => `${resolve(folder)}.erasures`;

/** A line for each person: an id and a moment, nothing else. A line that was cut off by a crash was never acted upon. */
export const folderLedger = (folder: string): ErasureLedger => {
  const file = ledgerFileOf(folder);
  const read = (): readonly Erasure[] => {
    if (!existsSync(file)) return [];
    return readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line) => erasureIn(line) ?? []);
  };
  return {
    record: async ({ personId, atMs }) => {
      if (read().some((one) => one.personId === personId)) return;
      const opened = openSync(file, "a", 0o600);
      try {
        // Begins a line of its own, whatever a crash left behind.
        writeSync(opened, `\n${JSON.stringify({ personId, atMs })}\n`);
        fsyncSync(opened);
      } finally {
        closeSync(opened);
      }
    },
    all: async () => read(),
  };
};

const erasureIn = (line: string): Erasure | undefined => {
  const [, id = "", atMs = ""] = /^\{"personId":"([^"]*)","atMs":(\d+)\}$/.exec(line) ?? [];
  const personId: AnnotatorId | undefined = parseAnnotatorId(id);
  return personId && { personId, atMs: Number(atMs) };
};
