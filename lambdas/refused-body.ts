import * as z from "zod";
import { wordsOf } from "./schema-words.ts";

/** The part of a request that does not fit, in words for the person who must act. */
export interface BadPart {
  /** From `where` on, e.g. `body.overlap.max`; empty for the whole of an input that came from nowhere in particular. */
  readonly field: string;
  /** What came, shortened; absent where nothing came, and where it may be a password or a secret. */
  readonly value?: string;
  readonly allowed: string;
  readonly message: string;
}

export type Read<Content> =
  | { readonly state: "read"; readonly content: Content }
  | { readonly state: "refused"; readonly bad: BadPart };

const VALUE_LENGTH_MAX = 80;
const ALLOWED_LENGTH_MAX = 400;
/** A name in a path may be a stranger's: as much of it as tells which. */
const STEP_LENGTH_MAX = 64;

/**
 * Parses by the schema; of what does not fit, the first thing. Of several shapes that would do, the one meant is told of:
 * the one whose kind matches, else the one that came furthest.
 */
export const readBy = <Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  where: string,
): Read<z.output<Schema>> => {
  const parsed = schema.safeParse(input, { error: allowedBy });
  if (parsed.success) return { state: "read", content: parsed.data };
  const [first] = parsed.error.issues;
  if (!first) throw new Error("zod refused without an issue");
  return { state: "refused", bad: badPartOf(meant(first, []), input, where, hasSecrets(schema)) };
};

/** An issue that is not one of a union, with its path from the root of the input. */
interface Leaf {
  readonly issue: z.core.$ZodIssue;
  readonly path: readonly PropertyKey[];
}

/** Paths within a union's branch begin at the union. */
const meant = (issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Leaf => {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") return { issue, path: [...path, issue.keys[0] ?? ""] };
  if (issue.code !== "invalid_union") return { issue, path };
  const branches = issue.errors.map((branch) => branch.map((one) => meant(one, path)));
  const [best] = branches
    .filter((leaves) => leaves.length > 0)
    .sort((a, b) => furthest(b) - furthest(a) || a.length - b.length);
  return best?.[0] ?? { issue, path };
};

const furthest = (leaves: readonly Leaf[]): number => Math.max(...leaves.map(({ path }) => path.length));

const badPartOf = ({ issue, path }: Leaf, input: unknown, where: string, secretive: boolean): BadPart => {
  const names = path.map((step) => shortened(String(step), STEP_LENGTH_MAX));
  const field = [...(where === "" ? [] : [where]), ...names].join(".");
  const allowed = shortened(issue.message, ALLOWED_LENGTH_MAX);
  const found = issue.code === "invalid_key" ? path.at(-1) : foundAt(input, path);
  const isUnknown = issue.code === "unrecognized_keys";
  // Where a password is asked for, it may stand under a mistyped name, or all by itself.
  const isSecret =
    path.some(isSecretName) || (secretive && (isUnknown || typeof found === "object" || names.length === 0));
  const what = isUnknown ? "is not known here" : found === undefined ? "is missing" : "does not fit";
  return {
    field,
    ...(found === undefined || isSecret ? {} : { value: shown(found) }),
    allowed,
    message: `${field || "what came"} ${what}: ${allowed}`,
  };
};

const foundAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, step) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined,
    input,
  );

const isSecretName = (step: PropertyKey): boolean => /password|secret|token/i.test(String(step));

const hasSecrets = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodObject && Object.keys(schema.shape).some(isSecretName);

/** What came, in short: never more than a glance at a list or an object. */
const shown = (found: unknown): string => {
  if (typeof found === "string") return JSON.stringify(shortened(found, VALUE_LENGTH_MAX - 2));
  if (typeof found !== "object" || found === null) return String(found);
  if (!Array.isArray(found)) {
    const keys = Object.keys(found).slice(0, 6);
    return keys.length === 0
      ? "an empty object"
      : shortened(`an object with ${keys.map((key) => shortened(key, STEP_LENGTH_MAX)).join(", ")}`, VALUE_LENGTH_MAX);
  }
  const isShort = found.length <= 10 && found.every((one) => typeof one !== "object");
  return isShort ? shortened(`[${found.map(shown).join(", ")}]`, VALUE_LENGTH_MAX) : `a list of ${found.length}`;
};

const shortened = (text: string, lengthMax: number): string =>
  text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`;

/** For zod, as the message of an issue: what is allowed there. A schema's own message goes before. */
const allowedBy: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.inst instanceof z.ZodObject ? onlyNames(Object.keys(issue.inst.shape)) : "fewer names";
    case "invalid_key":
      return issue.inst instanceof z.ZodRecord ? `a name that is ${wordsOf(issue.inst.keyType)}` : "another name";
    case "invalid_union":
      if (Array.isArray(issue.options)) return issue.options.map(String).join(", ");
      break;
    case "not_multiple_of":
      return `a multiple of ${issue.divisor}`;
  }
  return issue.schema ? wordsOf(issue.schema) : "something else";
};

const onlyNames = (names: readonly string[]): string =>
  names.length === 0 ? "nothing, an empty object" : `only ${names.join(", ")}`;
