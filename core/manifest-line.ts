import { isManifest } from "./file-names.ts";
import { parseObject } from "./json-line.ts";
import { isKeptAside } from "./kept-aside.ts";
import type { MediaKind } from "./project.ts";
import { nameFault } from "./upload-name.ts";

/** Characters of a line; what is longer is no line of a manifest. */
export const LINE_UNITS_MAX = 100_000;
/** Of a line's other keys, as JSON. */
export const EXTRA_BYTES_MAX = 8 * 1024;
/** Lines of one manifest that become rejected items of their own; those after it are counted together. */
export const BAD_LINES_SHOWN = 1_000;

export type ManifestLine = { readonly extra?: Readonly<Record<string, unknown>> } & (
  | { readonly kind: "object"; readonly key: string }
  | { readonly kind: "text"; readonly text: string }
);

/** Where a manifest may point to: the bucket that files are dropped in, under its own project. */
export interface ManifestPlace {
  readonly bucket: string;
  readonly projectId: string;
  readonly media: MediaKind;
}

/** One line of a manifest: an object of the project (`source-ref`), or a text itself (`source`); other keys are kept. */
export const parseManifestLine = (line: string, place: ManifestPlace): ManifestLine | { readonly reason: string } => {
  if (line.length > LINE_UNITS_MAX) return { reason: `it has more than ${LINE_UNITS_MAX} characters` };
  const parsed = parseObject(line);
  if ("reason" in parsed) return parsed;
  const { "source-ref": ref, source, ...rest } = parsed.object;
  const extra = Object.keys(rest).length > 0 ? rest : undefined;
  if (extra && new TextEncoder().encode(JSON.stringify(extra)).length > EXTRA_BYTES_MAX) {
    return { reason: `its other keys have more than ${EXTRA_BYTES_MAX} bytes` };
  }
  if ((ref === undefined) === (source === undefined)) return { reason: "it needs either source-ref or source" };
  const pointed = ref === undefined ? readText(source, place) : readRef(ref, place);
  return "reason" in pointed ? pointed : { ...pointed, ...(extra && { extra }) };
};

const readText = (
  source: unknown,
  { media }: ManifestPlace,
): { readonly kind: "text"; readonly text: string } | { readonly reason: string } => {
  if (media !== "text") return { reason: `source is for texts; a project of ${media}s takes source-ref` };
  if (typeof source !== "string") return { reason: "source is not a text" };
  if (source.trim() === "") return { reason: "source is empty" };
  if (source.includes("\0")) return { reason: "source has characters that are no text" };
  return { kind: "text", text: source };
};

const readRef = (
  ref: unknown,
  { bucket, projectId }: ManifestPlace,
): { readonly kind: "object"; readonly key: string } | { readonly reason: string } => {
  const prefix = `s3://${bucket}/${projectId}/`;
  if (typeof ref !== "string" || !ref.startsWith(prefix) || ref.length === prefix.length) {
    return { reason: `source-ref does not start with ${prefix}` };
  }
  const key = ref.slice(`s3://${bucket}/`.length);
  if (new TextEncoder().encode(key).length > 1024) return { reason: "source-ref is no key" };
  // A list that names itself would be read for ever.
  if (isManifest(key)) return { reason: "source-ref names another manifest" };
  const fault = nameFault(ref.slice(prefix.length));
  if (fault) return { reason: `source-ref names a file that is never taken: ${fault}` };
  if (isKeptAside(ref.slice(prefix.length))) return { reason: "source-ref names a file that is no item" };
  return { kind: "object", key };
};
