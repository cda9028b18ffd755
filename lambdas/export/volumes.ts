import type { FileRecipe, StreamName } from "../../core/formats/bundle.ts";
import type { ExportPiece } from "../store/export-progress.ts";

/** One file to write: a recipe over a run of pieces. */
export interface Volume {
  readonly name: string;
  readonly recipe: FileRecipe;
  readonly pieces: readonly ExportPiece[];
}

/** What one run of the function surely joins in its time; a larger file is split into numbered ones that each stand alone. */
const VOLUME_BYTES_MAX = 512 * 1024 * 1024;

/** `instances.json` of a bundle that fits, else `instances-0001.json` and so on. Depends on the pieces alone. */
export const volumesOf = (
  recipe: FileRecipe,
  pieces: readonly ExportPiece[],
  bytesMax = VOLUME_BYTES_MAX,
): readonly Volume[] => {
  const streams = recipe.parts.flatMap((part) => (part.kind === "text" ? [] : [part.stream]));
  const runs: ExportPiece[][] = [[]];
  let bytes = 0;
  for (const piece of pieces) {
    const size = sizeOf(piece, streams);
    if (bytes > 0 && bytes + size > bytesMax) {
      runs.push([]);
      bytes = 0;
    }
    runs.at(-1)?.push(piece);
    bytes += size;
  }
  return runs.map((run, at) => ({
    name: runs.length === 1 ? recipe.name : numbered(recipe.name, at + 1),
    recipe,
    pieces: run,
  }));
};

const sizeOf = ({ sizes }: ExportPiece, streams: readonly StreamName[]): number =>
  streams.reduce((sum, stream) => sum + (sizes[stream] ?? 0), 0);

const numbered = (name: string, number: number): string => {
  const dot = name.lastIndexOf(".");
  return `${name.slice(0, dot)}-${String(number).padStart(4, "0")}${name.slice(dot)}`;
};
