import type { AttributeValue, Item } from "./attribute-value.ts";

/** Where in an item: names of attributes and map members, and positions in lists. */
export type Path = readonly (string | number)[];

/** What dynalite's parsers make of expressions, names and values already put in. */
export type Operand = Path | AttributeValue | FunctionCall | Sum;

export interface FunctionCall {
  readonly type: "function";
  readonly name: string;
  readonly args: readonly Operand[];
}

interface Sum {
  readonly type: "add" | "subtract";
  readonly args: readonly [Operand, Operand];
}

export type Condition =
  | { readonly type: "and" | "or"; readonly args: readonly [Condition, Condition] }
  | { readonly type: "not"; readonly args: readonly [Condition] }
  | { readonly type: Comparator | "in" | "between"; readonly args: readonly Operand[] }
  | FunctionCall;

export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";

export interface ParsedCondition {
  readonly expression: Condition;
  /** First names of the paths it reads. */
  readonly pathHeads: Readonly<Record<string, true>>;
  readonly nestedPaths: Readonly<Record<string, true>>;
}

export interface ParsedProjection {
  readonly paths: readonly Path[];
  readonly nestedPaths: Readonly<Record<string, true>>;
}

export type Change =
  | { readonly type: "set"; readonly path: Path; readonly val: Operand }
  | { readonly type: "remove"; readonly path: Path }
  | { readonly type: "add" | "delete"; readonly path: Path; readonly val: AttributeValue };

export interface ParsedUpdate {
  readonly sections: readonly Change[];
  readonly paths: readonly Path[];
  readonly nestedPaths: Readonly<Record<string, true>>;
}

export const isPath = (operand: Operand | Condition): operand is Path => Array.isArray(operand);

/** What a path leads to; undefined where it leads nowhere. */
export const valueAt = (path: Path, item: Item): AttributeValue | undefined =>
  path.reduce<AttributeValue | undefined>((found, step) => found && memberOf(found, step), { M: item });

const memberOf = (value: AttributeValue, step: string | number): AttributeValue | undefined => {
  if (typeof step === "number") return "L" in value ? value.L[step] : undefined;
  return "M" in value && Object.hasOwn(value.M, step) ? value.M[step] : undefined;
};
