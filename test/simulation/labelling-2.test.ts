import { playLabelling } from "./labelling/labelling.ts";
import { expectPromisesKept } from "./world/expect-kept.ts";

/** The other half of the worlds. That every cell is hit is asked of the first. */
expectPromisesKept("labelling", playLabelling, { first: 101, seeds: 100, everyCell: false }, [
  "answers",
  "late",
  "lost",
]);
