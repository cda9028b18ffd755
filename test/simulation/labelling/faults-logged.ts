import type { Logged } from "../../support/stores.ts";
import { SIMULATED } from "../world/clients.ts";

/** Failures that a handler reports itself and that the queue or the next run mends. */
const EXPECTED =
  /still (contended|answers-wanted)|many are answering|could not be (reconciled|fed|scrubbed|learned|settled)/;

/** What handlers logged as an error and no fault of the world explains: a finding, whatever came of it later. */
export const unexplained = (log: readonly Logged[]): readonly string[] =>
  log.flatMap((line) => {
    if (line.level !== "error") return [];
    const { event, error = "", fault, path = "" } = line;
    // What a cut left behind its row, a walk may come to before reconcile does, whose lease has yet to end. At rest it must not.
    if (event === "item.repaired" && (fault === "review-unseen" || fault === "answers-unseen")) return [];
    const said = String(error);
    if (said.includes(SIMULATED) || EXPECTED.test(said)) return [];
    return [`logged ${event}: ${String(path)} ${String(fault ?? "")} ${said.split("\n")[0]}`];
  });

/** How often a walk has set something right that reconcile should have come to; a cut review is the walk's alone. */
export const repairs = (log: readonly Logged[]): number =>
  log.filter(({ event, fault }) => event === "item.repaired" && fault !== "review-unseen").length;
