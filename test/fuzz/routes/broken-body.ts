import fc from "fast-check";
import { placesIn, put, STRANGE } from "../mutate-json.ts";

/** One part of a valid body that is broken: left out, of another kind, out of range, too long, or one too many. */
export const nearBody = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(valid, fc.nat(), fc.constantFrom("leave-out", "replace", "replace", "add"), fc.constantFrom(...STRANGE_HERE))
    .map(([body, nth, how, strange]) => {
      const whole = { body: structuredClone(body) };
      const places = placesIn(whole);
      const place = places[nth % places.length];
      if (!place) return body;
      const { holder, name } = place;
      if (how === "replace" || holder === whole) put(holder, name, strange);
      else if (how === "add" && !Array.isArray(holder)) put(holder, ADDED[nth % ADDED.length] ?? "x", strange);
      else if (Array.isArray(holder)) holder.splice(Number(name), 1);
      else delete holder[name];
      return whole.body;
    });

const STRANGE_HERE = [...STRANGE, "x".repeat(70_000), "‹other item 0›", "‹own person 1›", 1e21, 2 ** 53 + 2];
const ADDED = ["__proto__", "constructor", "x", "projectId", "roles", "personId"];

/** What is no JSON, or JSON that nobody means. */
export const rawBody = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<RawBody> =>
  fc.oneof(
    fc.constantFrom(...RAW).map((text) => ({ text })),
    valid.chain((body) => {
      const text = JSON.stringify(body);
      return fc.constantFrom(
        { text: text.slice(0, Math.floor(text.length / 2)) },
        { text: text.replace("{", `{${text.slice(1).replace(/\}$/, "")},`) },
        { text: `\ufeff${text}` },
        { text: `${text}${text}` },
        { text: text.replaceAll('"', "'") },
        { bytes: Buffer.from(text, "utf16le").toString("base64") },
        { bytes: Buffer.from(text.replaceAll("e", "\xff"), "latin1").toString("base64") },
      );
    }),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => ({ bytes: Buffer.from(bytes).toString("base64") })),
  );

/** A body as text, or as bytes in base64, which is how other types than JSON come. */
export type RawBody = { readonly text: string } | { readonly bytes: string };

const RAW = [
  ...["", " ", "{", "nul", "null", "true", "0", '""', "[]", "[[]]", "{}", '{"a":1', "NaN", '{"a":NaN}', '{"a":1e999}'],
  ...[
    '{"a":1,"a":2}',
    '{"__proto__":{"x":1}}',
    "\u0000",
    "[".repeat(10_000),
    '{"a":'.repeat(5_000),
    "x".repeat(70_000),
  ],
  ...[
    `{"a":"${"y".repeat(1_100_000)}"}`,
    `${'{"a":'.repeat(31)}1${"}".repeat(31)}`,
    '{"a":"\\ud800"}',
    `[${"0,".repeat(30_000)}0]`,
  ],
];
