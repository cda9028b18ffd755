/** More is no real EXIF block. */
export const EXIF_BYTES_MAX = 1_048_576;

const ORIENTATION_TAG = 0x0112;
const SHORT = 3;

/**
 * The orientation that a TIFF block (what EXIF is, after its `Exif\0\0`) states in its first directory: 1 to 8, and 1
 * for anything else: viewers show a picture as it is stored when they cannot read the tag.
 */
export const orientationOf = (tiff: Buffer): number => {
  if (tiff.length < 14) return 1;
  const mark = tiff.toString("latin1", 0, 2);
  if (mark !== "II" && mark !== "MM") return 1;
  const little = mark === "II";
  const u16 = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number): number => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const directory = u32(4);
  if (u16(2) !== 42 || directory + 2 > tiff.length) return 1;
  const entries = u16(directory);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + 12 * entry;
    if (at + 12 > tiff.length) return 1;
    if (u16(at) !== ORIENTATION_TAG) continue;
    const orientation = u16(at + 8);
    return u16(at + 2) === SHORT && orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
};

/** Orientations 5 to 8 lie on their side: shown upright, width and height change places. */
export const isTurned = (orientation: number): boolean => orientation >= 5;
