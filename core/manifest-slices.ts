/** Whole lines of a manifest, by bytes. */
export interface ManifestSlice {
  readonly from: number;
  /** Exclusive; just behind a newline, or the end. */
  readonly to: number;
  /** Number of the first line in it, from 1. */
  readonly firstLine: number;
  /** It is one line that is too long to be read. */
  readonly isOverlong?: true;
}

export interface SliceSizes {
  /** A slice ends with the first line that reaches one of these. */
  readonly sliceBytes: number;
  readonly sliceLines: number;
  /** A longer line stands alone, unread. */
  readonly lineBytesMax: number;
}

const NEWLINE = 10;

/**
 * Cuts a manifest into slices of whole lines while its bytes go by, holding none of them. The same bytes give the same
 * slices, however they are cut into pieces on their way; line numbers are exact.
 */
export const sliceScanner = ({ sliceBytes, sliceLines, lineBytesMax }: SliceSizes) => {
  let offset = 0;
  let line = 1;
  let lineFrom = 0;
  let slice = { from: 0, firstLine: 1 };

  const endLine = (to: number): readonly ManifestSlice[] => {
    const slices: ManifestSlice[] = [];
    if (to - lineFrom > lineBytesMax) {
      if (lineFrom > slice.from) slices.push({ ...slice, to: lineFrom });
      slices.push({ from: lineFrom, to, firstLine: line, isOverlong: true });
    } else if (to - slice.from >= sliceBytes || line + 1 - slice.firstLine >= sliceLines) slices.push({ ...slice, to });
    line += 1;
    lineFrom = to;
    if (slices.length > 0) slice = { from: to, firstLine: line };
    return slices;
  };

  return {
    /** The slices that end in this piece. */
    push(piece: Uint8Array): readonly ManifestSlice[] {
      const slices: ManifestSlice[] = [];
      for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, at + 1)) {
        slices.push(...endLine(offset + at + 1));
      }
      offset += piece.length;
      return slices;
    },
    /** What is left at the end. */
    end(): readonly ManifestSlice[] {
      const last = offset > lineFrom ? endLine(offset) : [];
      return offset > slice.from ? [...last, { ...slice, to: offset }] : last;
    },
  };
};
