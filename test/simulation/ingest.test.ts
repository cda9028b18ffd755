import { playIngest } from "./ingest/ingest-world.ts";
import { expectPromisesKept } from "./world/expect-kept.ts";

expectPromisesKept("ingest", playIngest, { first: 1, seeds: 40 }, ["objects", "replacements", "lost"]);
