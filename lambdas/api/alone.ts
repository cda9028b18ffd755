import * as z from "zod";

/** Weak, like zod's own registries: a schema that goes takes its entry along. */
const schemas = new WeakMap<z.core.$ZodType, z.ZodType>();

/**
 * A part of a body that its handler parses by itself, so that what is wrong with it refuses nothing beside it. To clients
 * and in the OpenAPI document it is what `schema` says; to the handler it is unknown until it has parsed it.
 */
export const alone = <Input>(schema: z.ZodType<unknown, Input>) => {
  const unread = z.custom<Input>();
  schemas.set(unread, schema);
  return unread.transform((given): unknown => given);
};

/** The schema that a part is parsed by later; undefined for every other schema. */
export const parsedAloneBy = (part: z.core.$ZodType): z.ZodType | undefined => schemas.get(part);
