import { toLexiStr } from "./dynalite.ts";

/** A value as DynamoDB's JSON carries it: exactly one member, named by its type. Numbers and bytes are text. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Item };

export type Item = Readonly<Record<string, AttributeValue>>;

export const typeOf = (value: AttributeValue): string => Object.keys(value)[0] ?? "";

/** The members of a set, whatever its type; undefined for anything that is not a set. */
export const setMembers = (value: AttributeValue): readonly string[] | undefined => {
  if ("SS" in value) return value.SS;
  if ("NS" in value) return value.NS;
  if ("BS" in value) return value.BS;
  return undefined;
};

/** Equality as DynamoDB has it: by type and content, deep, sets without order. Numbers are already in one notation. */
export const sameValue = (one: AttributeValue, other: AttributeValue): boolean => {
  if (typeOf(one) !== typeOf(other)) return false;
  if ("L" in one && "L" in other)
    return one.L.length === other.L.length && one.L.every((member, index) => sameAt(member, other.L[index]));
  if ("M" in one && "M" in other) {
    const names = Object.keys(one.M);
    return names.length === Object.keys(other.M).length && names.every((name) => sameAt(one.M[name], other.M[name]));
  }
  const [members, others] = [setMembers(one), setMembers(other)];
  if (members && others) return members.length === others.length && members.every((member) => others.includes(member));
  return JSON.stringify(one) === JSON.stringify(other);
};

const sameAt = (one: AttributeValue | undefined, other: AttributeValue | undefined): boolean =>
  one !== undefined && other !== undefined && sameValue(one, other);

/**
 * Order of two scalars: negative, zero or positive; undefined when their types differ or have no order.
 * Strings go by their UTF-8 bytes, not by UTF-16 units.
 */
export const compareScalars = (one: AttributeValue, other: AttributeValue): number | undefined => {
  if ("S" in one && "S" in other) return Buffer.compare(Buffer.from(one.S), Buffer.from(other.S));
  if ("B" in one && "B" in other) return Buffer.compare(Buffer.from(one.B, "base64"), Buffer.from(other.B, "base64"));
  if ("N" in one && "N" in other) {
    const [left, right] = [toLexiStr(one.N, "N"), toLexiStr(other.N, "N")];
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return undefined;
};

/**
 * Size in bytes by which AWS bills and limits an item: UTF-8 names and values; a number is about half a byte per
 * significant digit plus one; lists and maps cost three bytes and one more per member.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const itemSizeBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSizeBytes(value), 0);

const valueSizeBytes = (value: AttributeValue): number => {
  if ("S" in value) return Buffer.byteLength(value.S);
  if ("N" in value) return numberSizeBytes(value.N);
  if ("B" in value) return Buffer.byteLength(value.B, "base64");
  if ("SS" in value) return value.SS.reduce((sum, member) => sum + Buffer.byteLength(member), 0);
  if ("NS" in value) return value.NS.reduce((sum, member) => sum + numberSizeBytes(member), 0);
  if ("BS" in value) return value.BS.reduce((sum, member) => sum + Buffer.byteLength(member, "base64"), 0);
  if ("L" in value) return 3 + value.L.reduce((sum, member) => sum + 1 + valueSizeBytes(member), 0);
  if ("M" in value) return 3 + Object.keys(value.M).length + itemSizeBytes(value.M);
  return 1;
};

const numberSizeBytes = (text: string): number => {
  const digits = text.replace(/[-.]/g, "").replace(/^0+|0+$/g, "");
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith("-") ? 1 : 0);
};
