/** Small readers of what a template holds: each says the path at which it found something else. */
export type Json = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const wrong = (path: string, key: string, expected: string, value: unknown): Error =>
  new Error(`${path}.${key}: expected ${expected}, found ${JSON.stringify(value)?.slice(0, 200) ?? "nothing"}`);

export const recordAt = (owner: Json, key: string, path: string): Json => {
  const value = owner[key];
  if (!isRecord(value)) throw wrong(path, key, "an object", value);
  return value;
};

export const textAt = (owner: Json, key: string, path: string): string => {
  const value = owner[key];
  if (typeof value !== "string") throw wrong(path, key, "a text", value);
  return value;
};

export const optionalTextAt = (owner: Json, key: string, path: string): string | undefined =>
  owner[key] === undefined ? undefined : textAt(owner, key, path);

/** Templates write numbers as numbers or as text. */
export const numberAt = (owner: Json, key: string, path: string): number => {
  const value = owner[key];
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof number !== "number" || Number.isNaN(number)) throw wrong(path, key, "a number", value);
  return number;
};

export const optionalNumberAt = (owner: Json, key: string, path: string): number | undefined =>
  owner[key] === undefined ? undefined : numberAt(owner, key, path);

/** A list; nothing for an absent one. */
export const listAt = (owner: Json, key: string, path: string): readonly unknown[] => {
  const value = owner[key] ?? [];
  if (!Array.isArray(value)) throw wrong(path, key, "a list", value);
  return value;
};

export const recordsAt = (owner: Json, key: string, path: string): readonly Json[] =>
  listAt(owner, key, path).map((one, n) => {
    if (!isRecord(one)) throw wrong(`${path}.${key}`, String(n), "an object", one);
    return one;
  });

export const textsAt = (owner: Json, key: string, path: string): readonly string[] =>
  listAt(owner, key, path).map((one, n) => {
    if (typeof one !== "string") throw wrong(`${path}.${key}`, String(n), "a text", one);
    return one;
  });

/** Refuses keys that nobody here acts on: a setting passed over in silence would make a local success prove nothing. */
export const onlyKeys = (owner: Json, known: readonly string[], path: string): void => {
  const strange = Object.keys(owner).filter((key) => !known.includes(key));
  if (strange.length > 0) throw new Error(`${path}: the embedded cloud does not imitate ${strange.join(", ")}`);
};
