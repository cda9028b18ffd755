import type { AnnotatorId } from "../../core/ids.ts";
import { people } from "../store/people.ts";
import { type ErasureDeps, erasePerson } from "./erase-person.ts";
import type { ErasureLedger } from "./ledger.ts";

/**
 * Erases again whom the ledger names and the tables still know, or whose erasure was cut off: for after a restore, and
 * at every start of the embedded cloud. Gives who it was; nobody, when all is done.
 */
export const replayErasures = async (deps: ErasureDeps, ledger: ErasureLedger): Promise<readonly AnnotatorId[]> => {
  const again: AnnotatorId[] = [];
  for (const { personId } of await ledger.all()) {
    if ((await people(deps).erasure(personId)) === "done") continue;
    await erasePerson(deps, ledger, personId);
    again.push(personId);
  }
  return again;
};
