import * as z from "zod";
import { SHAPES_MAX } from "../../core/annotation.ts";
import { shape } from "../api/shapes.ts";
import { type BadPart, readBy } from "../refused-body.ts";

const withShapes = z.object({ value: z.object({ shapes: z.array(z.unknown()).max(SHAPES_MAX) }) });

/**
 * The first shape of what may be an answer that cannot be one; nothing where all can, or where there are none. Looked for
 * one by one before the whole is held to its schema: the reasons against a quarter of a million do not fit into memory.
 */
export const firstBadShape = (given: unknown): BadPart | undefined => {
  const { data: found } = withShapes.safeParse(given);
  for (const [at, one] of (found?.value.shapes ?? []).entries()) {
    const read = readBy(shape, one, `answer.value.shapes.${at}`);
    if (read.state === "refused") return read.bad;
  }
  return undefined;
};
