import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** A row as the table gives it. Stores read it through these: a row that does not parse is a fault that names its key. */
export type Row = Readonly<Record<string, AttributeValue>>;

const broken = (row: Row, name: string, expected: string): Error =>
  new Error(`row ${row["pk"]?.S} ${row["sk"]?.S}: ${name} is not ${expected}`);

export const textOf = (row: Row, name: string): string => {
  const text = row[name]?.S;
  if (text === undefined) throw broken(row, name, "a text");
  return text;
};

export const numberOf = (row: Row, name: string): number => {
  const number = Number(row[name]?.N ?? Number.NaN);
  if (!Number.isFinite(number)) throw broken(row, name, "a number");
  return number;
};

export const flagOf = (row: Row, name: string): boolean => {
  const flag = row[name]?.BOOL;
  if (flag === undefined) throw broken(row, name, "true or false");
  return flag;
};

/** A text that must be one of a closed set. */
export const oneOf = <Choice extends string>(row: Row, name: string, choices: readonly Choice[]): Choice => {
  const choice = choices.find((one) => one === row[name]?.S);
  if (choice === undefined) throw broken(row, name, `one of ${choices.join(", ")}`);
  return choice;
};

/** What this folder wrote as JSON and only this folder reads: nested settings that no condition looks into. */
export const jsonOf = <Content>(row: Row, name: string): Content => JSON.parse(textOf(row, name)) as Content;

/** An id that was parsed before it was stored. */
export const idOf = <Id extends string>(row: Row, name: string): Id => textOf(row, name) as Id;

export const S = (text: string): AttributeValue => ({ S: text });
export const N = (number: number): AttributeValue => ({ N: String(number) });
export const B = (flag: boolean): AttributeValue => ({ BOOL: flag });
export const J = (content: unknown): AttributeValue => ({ S: JSON.stringify(content) });
