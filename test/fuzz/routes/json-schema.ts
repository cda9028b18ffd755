import type { Schema } from "./operations.ts";

/** Says nothing about values. */
const REMARKS = new Set(["description", "default", "example", "title"]);
const FORMATS: Readonly<Record<string, RegExp>> = { uuid: /^[0-9a-f-]{36}$/i };

type Check = (value: unknown, schema: Schema, at: string, root: Schema) => readonly string[];

/**
 * What is wrong with a value by the part of JSON Schema that the document uses; empty when nothing is. Stricter in one
 * point: a name that the schema does not list is wrong too, since an answer says nothing that is not in the document.
 * Throws on a word of the schema that it does not know, so that none goes unlooked at.
 */
export const misfits: Check = (value, schema, at, root) =>
  Object.entries(schema).flatMap(([word, argument]) => {
    if (REMARKS.has(word)) return [];
    const check = WORDS[word];
    if (!check) throw new Error(`the checker of answers does not know "${word}"`);
    return check({ value, argument, schema, at, root });
  });

interface Asked {
  readonly value: unknown;
  readonly argument: unknown;
  readonly schema: Schema;
  readonly at: string;
  readonly root: Schema;
}
type Word = (asked: Asked) => readonly string[];

const unless = (holds: boolean, at: string, what: string): readonly string[] => (holds ? [] : [`${at} ${what}`]);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const number =
  (what: string, holds: (value: number, bound: number) => boolean): Word =>
  ({ value, argument, at }) =>
    typeof value !== "number" ? [] : unless(holds(value, Number(argument)), at, `is ${value}: ${what} ${argument}`);
const length =
  (what: string, holds: (length: number, bound: number) => boolean): Word =>
  ({ value, argument, at }) =>
    typeof value !== "string" ? [] : unless(holds(value.length, Number(argument)), at, `is ${what} than ${argument}`);
const count =
  (what: string, holds: (count: number, bound: number) => boolean): Word =>
  ({ value, argument, at }) =>
    Array.isArray(value) ? unless(holds(value.length, Number(argument)), at, `holds ${what} than ${argument}`) : [];

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isRecord,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

const branches = ({ value, argument, at, root }: Asked): readonly (readonly string[])[] =>
  (argument as readonly Schema[]).map((schema) => misfits(value, schema, at, root));
const anyOf: Word = (asked) => {
  const found = branches(asked);
  const [nearest = []] = [...found].sort((a, b) => a.length - b.length);
  return found.some(({ length }) => length === 0) ? [] : nearest;
};

const WORDS: Readonly<Record<string, Word>> = {
  type: ({ value, argument, at }) => unless(TYPES[String(argument)]?.(value) ?? false, at, `is not ${argument}`),
  const: ({ value, argument, at }) => unless(value === argument, at, `is not ${JSON.stringify(argument)}`),
  enum: ({ value, argument, at }) => unless((argument as unknown[]).includes(value), at, `is none of ${argument}`),
  pattern: ({ value, argument, at }) =>
    typeof value !== "string"
      ? []
      : unless(new RegExp(String(argument), "u").test(value), at, `does not fit ${argument}`),
  format: ({ value, argument, at }) =>
    unless(FORMATS[String(argument)]?.test(String(value)) ?? false, at, `is no ${argument}`),
  minLength: length("shorter", (length, bound) => length >= bound),
  maxLength: length("longer", (length, bound) => length <= bound),
  minItems: count("fewer", (count, bound) => count >= bound),
  maxItems: count("more", (count, bound) => count <= bound),
  minimum: number("at least", (value, bound) => value >= bound),
  maximum: number("at most", (value, bound) => value <= bound),
  exclusiveMinimum: number("above", (value, bound) => value > bound),
  required: ({ value, argument, at }) =>
    isRecord(value)
      ? (argument as string[]).flatMap((name) => unless(Object.hasOwn(value, name), at, `lacks ${name}`))
      : [],
  properties: ({ value, argument, schema, at, root }) => {
    if (!isRecord(value)) return [];
    const known = argument as Readonly<Record<string, Schema>>;
    return Object.entries(value).flatMap(([name, member]) => {
      const own = Object.hasOwn(known, name) ? known[name] : undefined;
      if (own) return misfits(member, own, `${at}.${name}`, root);
      return isRecord(schema["additionalProperties"]) ? [] : [`${at}.${name} is not in the document`];
    });
  },
  additionalProperties: ({ value, argument, schema, at, root }) => {
    if (!isRecord(value) || !isRecord(argument)) return [];
    const known = isRecord(schema["properties"]) ? schema["properties"] : {};
    const others = Object.entries(value).filter(([name]) => !Object.hasOwn(known, name));
    return others.flatMap(([name, member]) => misfits(member, argument, `${at}.${name}`, root));
  },
  propertyNames: ({ value, argument, at, root }) =>
    isRecord(value) ? Object.keys(value).flatMap((name) => misfits(name, argument as Schema, `${at}: name`, root)) : [],
  items: ({ value, argument, schema, at, root }) => {
    const before = Array.isArray(schema["prefixItems"]) ? schema["prefixItems"].length : 0;
    if (!Array.isArray(value)) return [];
    return value.slice(before).flatMap((one, n) => misfits(one, argument as Schema, `${at}[${before + n}]`, root));
  },
  prefixItems: ({ value, argument, at, root }) =>
    Array.isArray(value)
      ? (argument as readonly Schema[]).flatMap((schema, n) => misfits(value[n], schema, `${at}[${n}]`, root))
      : [],
  anyOf,
  oneOf: anyOf,
  $ref: ({ value, argument, at, root }) => {
    const steps = String(argument).slice(2).split("/");
    const found = steps.reduce<unknown>((part, step) => (isRecord(part) ? part[step] : undefined), root);
    if (!isRecord(found)) throw new Error(`nothing is at ${argument}`);
    return misfits(value, found, at, root);
  },
};
