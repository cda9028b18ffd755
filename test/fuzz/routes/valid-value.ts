import fc from "fast-check";
import { type IdKind, KIND_OF, placeholder } from "./ids.ts";
import type { Schema } from "./operations.ts";

/** Whatever a schema takes. Ids, versions and rounds are mostly those of things that there are, so that requests get deep. */
export const validValue = (schema: Schema, name: string): fc.Arbitrary<unknown> => {
  const known = KIND_OF[name];
  const plain = plainValue(schema, name);
  if (known && schema["type"] === "string")
    return fc.oneof({ weight: 8, arbitrary: anId(known) }, { weight: 1, arbitrary: plain });
  return plain;
};

/** Mostly of the project that the request is about; of a small number, so that two requests meet. */
export const anId = (kind: IdKind): fc.Arbitrary<string> =>
  fc.tuple(fc.nat(9), fc.nat(11)).map(([of, nth]) => placeholder(of > 0 ? "own" : "other", kind, nth));

const plainValue = (schema: Schema, name: string): fc.Arbitrary<unknown> => {
  if ("const" in schema) return fc.constant(schema["const"]);
  if (Array.isArray(schema["enum"])) return fc.constantFrom(...schema["enum"]);
  const choices = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices)) return fc.oneof(...choices.map((one: Schema) => validValue(one, name)));
  switch (schema["type"]) {
    case "object":
      return anObject(schema, name);
    case "array":
      return aList(schema, name);
    case "string":
      return aText(schema, name);
    case "integer":
    case "number":
      return aNumber(schema, name);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
};

const anObject = (schema: Schema, name: string): fc.Arbitrary<unknown> => {
  const {
    properties,
    required = [],
    propertyNames,
    additionalProperties,
  } = schema as {
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
    readonly propertyNames?: Schema;
    readonly additionalProperties?: Schema;
  };
  if (properties) {
    const members = Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, validValue(one, key)]));
    return fc.record(members, { requiredKeys: [...required] });
  }
  const names = propertyNames ? fc.oneof(fc.constantFrom("en", "hi"), validValue(propertyNames, "")) : fc.string();
  return fc.dictionary(names.map(String), validValue(additionalProperties ?? {}, name), {
    minKeys: 1,
    maxKeys: 3,
    noNullPrototype: true,
  });
};

const aList = (schema: Schema, name: string): fc.Arbitrary<unknown> => {
  const {
    items = {},
    minItems = 0,
    maxItems = 1_000,
  } = schema as {
    readonly items?: Schema;
    readonly minItems?: number;
    readonly maxItems?: number;
  };
  return fc.array(validValue(items, name), { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) });
};

const WORDS = ["leaf", "सड़ी पत्ती", "  x  ", "👩🏽‍🌾", "\u202egpj.exe", "=1+1", "<img src=x onerror=alert(1)>", "a\nb"];

const aText = ({ pattern, format, minLength = 0, maxLength = 60 }: Schema, name: string): fc.Arbitrary<unknown> => {
  if (format === "uuid") return fc.oneof(fc.constantFrom(...UUIDS), fc.uuid());
  if (typeof pattern === "string") return fc.stringMatching(new RegExp(pattern, "u"), { size: "small" });
  const [least, most] = [Number(minLength), Number(maxLength)];
  const drawn = fc.string({ unit: "grapheme", minLength: least, maxLength: Math.max(least, Math.min(most, 30)) });
  const texts: fc.Arbitrary<string>[] = [fc.constantFrom(...WORDS), drawn, fc.constant("x".repeat(most))];
  if (name === "name") texts.push(fc.constantFrom("a.jpg", "leaves/b.png", "../x", "कीट.gif"));
  if (name === "cursor") texts.push(fc.base64String({ maxLength: 60 }), fc.constantFrom("e30", "eyJwayI6MX0"));
  return fc.oneof(...texts).map((text) => text.slice(0, most));
};

/** Few, so that a submission is sent again. */
const UUIDS = [1, 2, 3, 4].map((n) => `00000000-0000-4000-9000-${String(n).padStart(12, "0")}`);
/** Numbers that count from one. */
const COUNTED = new Set(["ver", "round", "revision", "replaces", "version", "part", "parts", "afterOntology"]);

const aNumber = (schema: Schema, name: string): fc.Arbitrary<unknown> => {
  const least = Number(schema["minimum"] ?? schema["exclusiveMinimum"] ?? -1_000);
  const most = Number(schema["maximum"] ?? 1_000_000);
  const drawn =
    schema["type"] === "integer"
      ? fc.oneof(
          fc.constantFrom(least, most),
          fc.integer({ min: least, max: Math.max(least, Math.min(most, 2 ** 31 - 1)) }),
        )
      : fc.double({ min: least, max: most, noNaN: true, minExcluded: "exclusiveMinimum" in schema });
  return COUNTED.has(name)
    ? fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 3 }) }, { weight: 1, arbitrary: drawn })
    : drawn;
};
