import { refusal } from "./s3-refusal.ts";

/** First and last byte, both included. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The range of a `Range` header within an object; undefined for the whole. S3 serves one range: several, or another
 * unit, or nonsense, and it sends the whole object. One that begins past the end is refused.
 */
export const readRange = (header: string | undefined, sizeBytes: number): ByteRange | undefined => {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec((header ?? "").trim());
  if (!header || !found || (found[1] === "" && found[2] === "")) return undefined;
  const [first, last] = [found[1] ?? "", found[2] ?? ""];
  const from = first === "" ? Math.max(sizeBytes - Number(last), 0) : Number(first);
  const to = first === "" || last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (first !== "" && last !== "" && Number(first) > Number(last)) return undefined;
  if (from < sizeBytes && from <= to) return { from, to };
  throw refusal("InvalidRange", "The requested range is not satisfiable", {
    elements: { RangeRequested: header, ActualObjectSize: String(sizeBytes) },
    headers: { "content-range": `bytes */${sizeBytes}` },
  });
};
