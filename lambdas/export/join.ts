import type { StreamName } from "../../core/formats/bundle.ts";
import { numberAnnotations, numberImages } from "../../core/formats/number-lines.ts";
import type { ExportPiece } from "../store/export-progress.ts";
import type { Volume } from "./volumes.ts";

/** Reads what a piece holds for a stream. */
type ReadPiece = (piece: ExportPiece, stream: StreamName) => Promise<Uint8Array>;

/** The bytes of a file, one piece in memory at a time. */
export async function* bytesOf({ recipe, pieces }: Volume, read: ReadPiece): AsyncGenerator<Uint8Array> {
  for (const part of recipe.parts) {
    if (part.kind === "text") {
      yield Buffer.from(part.text, "utf8");
      continue;
    }
    const image = numberImages();
    const annotation = numberAnnotations();
    let imagesBefore = 0;
    for (const piece of pieces) {
      if (piece.sizes[part.stream]) {
        const bytes = await read(piece, part.stream);
        if (part.kind === "verbatim") yield bytes;
        else {
          const number = part.kind === "images" ? image : (line: string) => annotation(line, imagesBefore);
          yield Buffer.from(linesOf(bytes).map(number).join(""), "utf8");
        }
      }
      imagesBefore += piece.images;
    }
  }
}

const linesOf = (bytes: Uint8Array): readonly string[] => Buffer.from(bytes).toString("utf8").split("\n").slice(0, -1);
