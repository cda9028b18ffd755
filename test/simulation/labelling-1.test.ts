import { playLabelling } from "./labelling/labelling.ts";
import { expectPromisesKept } from "./world/expect-kept.ts";

/** Half of the worlds here and half in a file of their own: two run side by side. */
expectPromisesKept("labelling", playLabelling, { first: 1, seeds: 100 }, [
  ...["answers", "late", "lost", "corrections", "reconciled", "reviews", "reopened", "exports", "gold"],
]);
