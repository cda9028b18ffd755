import * as z from "zod";

/** What a schema allows, in words for the person who must act: its own description, else what its kind and bounds say. */
export const wordsOf = (schema: z.core.$ZodType): string => {
  const description = z.globalRegistry.get(schema)?.description;
  if (description) return description;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return wordsOf(schema.unwrap());
  if (schema instanceof z.ZodPipe) return wordsOf(schema.in);
  if (schema instanceof z.ZodLiteral) return oneOf(Array.from(schema.values, String));
  if (schema instanceof z.ZodEnum) return oneOf(schema.options.map(String));
  if (schema instanceof z.ZodArray) return listWords(schema);
  if (schema instanceof z.ZodDiscriminatedUnion) return discriminated(schema);
  if (schema instanceof z.ZodUnion) return [...new Set(schema.options.map(wordsOf))].join(", or ");
  if (schema instanceof z.ZodObject) return objectWords(schema);
  if (schema instanceof z.ZodRecord) return `an object whose names are each ${wordsOf(schema.keyType)}`;
  return plainWords(schema);
};

const plainWords = (schema: z.core.$ZodType): string => {
  const bounds = boundsOf(schema);
  switch (bounds.type) {
    case "string":
      return textWords(bounds);
    case "integer":
      return `a whole number${numberBounds(bounds)}`;
    case "number":
      return `a number${numberBounds(bounds)}`;
    case "boolean":
      return "true or false";
    default:
      return schema._zod.def.type;
  }
};

/** The bounds of a schema as JSON Schema has them: zod's own names for them are nobody's to read. */
const boundsOf = (schema: z.core.$ZodType): z.core.JSONSchema.BaseSchema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });

const textWords = ({ format, pattern, minLength, maxLength }: z.core.JSONSchema.BaseSchema): string => {
  if (format === "uuid") return "a UUID";
  if (pattern) return `text that matches ${pattern}`;
  const length = amount("of ", minLength, maxLength);
  return length ? `text${length} characters` : "text";
};

const numberBounds = ({
  minimum,
  maximum,
  exclusiveMinimum,
  exclusiveMaximum,
}: z.core.JSONSchema.BaseSchema): string => {
  if (exclusiveMinimum === undefined && exclusiveMaximum === undefined) return amount("from ", minimum, maximum);
  const from = exclusiveMinimum === undefined ? amount("", minimum) : ` above ${exclusiveMinimum}`;
  const to = exclusiveMaximum === undefined ? amount("", undefined, maximum) : ` below ${exclusiveMaximum}`;
  return [from, to].filter((bound) => bound !== "").join(" and");
};

/** Between two bounds, `lead` before the lower. Those that any whole number has go without saying. */
const amount = (lead: "" | "from " | "of ", least?: number, most?: number): string => {
  const [low, high] = [least, most].map((bound) =>
    bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? undefined : bound,
  );
  const before = lead === "of " ? lead : "";
  if (low !== undefined && high !== undefined) return low === high ? ` ${before}${low}` : ` ${lead}${low} to ${high}`;
  if (low !== undefined) return ` ${before}at least ${low}`;
  return high === undefined ? "" : ` ${before}at most ${high}`;
};

const listWords = (schema: z.ZodArray): string => {
  const { minItems, maxItems } = boundsOf(schema);
  return `a list${amount("of ", minItems, maxItems)}`;
};

const discriminated = (schema: z.ZodDiscriminatedUnion): string => {
  const { discriminator } = schema.def;
  const values = schema._zod.propValues?.[discriminator];
  return `an object whose ${discriminator} is ${oneOf(Array.from(values ?? [], String))}`;
};

const objectWords = (schema: z.ZodObject): string => {
  const names = Object.entries(schema.shape);
  const isOptional = ([, part]: (typeof names)[number]): boolean => part._zod.optin !== undefined;
  const must = names.filter((one) => !isOptional(one)).map(([name]) => name);
  const may = names.filter(isOptional).map(([name]) => name);
  if (names.length === 0) return "an empty object";
  const given = must.length > 0 ? ` with ${must.join(", ")}` : "";
  return `an object${given}${may.length > 0 ? `${given ? ";" : ""} if wanted with ${may.join(", ")}` : ""}`;
};

const oneOf = (values: readonly string[]): string =>
  values.length < 2 ? (values[0] ?? "nothing") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
