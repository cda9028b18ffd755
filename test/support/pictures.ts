import sharp, { type Sharp } from "sharp";

/** How EXIF stores an upright picture: what to do to its pixels so that a reader of the tag sees it upright again. */
const stored = (upright: Sharp, orientation: number): Sharp => {
  switch (orientation) {
    case 2:
      return upright.flop();
    case 3:
      return upright.rotate(180);
    case 4:
      return upright.flip();
    case 5:
      return upright.rotate(270).flop();
    case 6:
      return upright.rotate(270);
    case 7:
      return upright.rotate(90).flop();
    case 8:
      return upright.rotate(90);
    default:
      return upright;
  }
};

export const PICTURE = { width: 640, height: 420 } as const;
/** The red rectangle that every picture shows, in pixels of the upright picture. */
export const TARGET = { x: 120, y: 90, width: 200, height: 140 } as const;

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE.width}" height="${PICTURE.height}">
  <rect width="100%" height="100%" fill="#dfe8d2"/>
  <circle cx="560" cy="60" r="36" fill="#e8c04a"/>
  <rect x="${TARGET.x}" y="${TARGET.y}" width="${TARGET.width}" height="${TARGET.height}" fill="#c0392b"/>
  <path d="M0 420 L640 300 L640 420 Z" fill="#3c6e47"/>
</svg>`;

/** The same picture, stored in one of the nine ways (0: no tag) that cameras use. Seen upright, all are alike. */
export const pictureWithOrientation = async (orientation: number): Promise<Buffer> => {
  const upright = sharp(await sharp(Buffer.from(svg)).png().toBuffer());
  const turned = sharp(await stored(upright, orientation).png().toBuffer());
  const jpeg = turned.jpeg({ quality: 92 });
  return (orientation === 0 ? jpeg : jpeg.withMetadata({ orientation })).toBuffer();
};

/** A picture of another size, on which nothing is that a label names. */
export const somethingElse = (): Promise<Buffer> =>
  sharp({ create: { width: 300, height: 300, channels: 3, background: "#7d6f8c" } })
    .png()
    .toBuffer();
