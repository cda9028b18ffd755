import { invalid } from "./refusal.ts";

/** DynamoDB keeps 38 significant digits; numbers run from 1E-130 to 9.9E+125. */
const MAX_DIGITS = 38;

/** Exact sum of two numbers in DynamoDB's text form; a sum of more than 38 digits is refused, as AWS does. */
export const addDecimals = (one: string, other: string): string => {
  const [left, right] = [parse(one), parse(other)];
  const places = Math.max(left.places, right.places);
  return format(scaled(left, places) + scaled(right, places), places);
};

export const negateDecimal = (text: string): string => (text.startsWith("-") ? text.slice(1) : `-${text}`);

interface Decimal {
  readonly digits: bigint;
  /** Digits after the point. */
  readonly places: number;
}

/** The text is plain (no exponent): validation has brought every number into this form. */
const parse = (text: string): Decimal => {
  const [whole = "0", fraction = ""] = text.split(".");
  return { digits: BigInt(whole + fraction), places: fraction.length };
};

const scaled = ({ digits, places }: Decimal, to: number): bigint => digits * 10n ** BigInt(to - places);

const format = (digits: bigint, places: number): string => {
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0");
  const whole = text.slice(0, text.length - places);
  const fraction = text.slice(text.length - places).replace(/0+$/, "");
  const significant = (whole + fraction).replace(/^0+/, "").replace(/0+$/, "");
  if (significant.length > MAX_DIGITS) throw invalid("Attempting to store more than 38 significant digits in a Number");
  if (whole.length > 126)
    throw invalid("Number overflow. Attempting to store a number with magnitude larger than supported range");
  const sign = digits < 0n ? "-" : "";
  return sign + (fraction === "" ? whole : `${whole}.${fraction}`);
};
