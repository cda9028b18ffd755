import { playLabelling } from "./labelling/labelling.ts";
import { expectPromisesKept } from "./world/expect-kept.ts";

/** The other half of the worlds. */
expectPromisesKept("labelling", playLabelling, { first: 101, seeds: 100 }, ["answers", "late", "surplus"]);
