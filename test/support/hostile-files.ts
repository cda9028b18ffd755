import { anImage } from "./media-files.ts";

/** What a payload does if it ever runs: a marker on the window, and a request that nobody else makes. */
export const runsIf = (name: string): string => `window.pwned='${name}';new Image().src='/canary/${name}'`;

export const SVG_WITH_SCRIPT = Buffer.from(
  `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="60" height="20" onload="${runsIf("svg-onload")}"><script>${runsIf("svg")}</script><rect width="60" height="20" fill="red"/></svg>`,
);
export const HTML_WITH_SCRIPT = Buffer.from(
  `<!doctype html><title>leaf</title><script>${runsIf("html")}</script><img src=x onerror="${runsIf("html-onerror")}">`,
);

/** A picture that is a script too: its width spells the beginning of a comment, and a comment block ends that. */
export const gifThatIsScript = async (): Promise<Buffer> => {
  const gif = await anImage("gif", { width: 0x2a2f, height: 1 });
  const colours = 13 + 3 * 2 ** (((gif[10] ?? 0) & 7) + 1);
  const script = Buffer.from(`*/=1;${runsIf("gif")};/*`);
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe, script.length]), script, Buffer.from([0])]);
  return Buffer.concat([gif.subarray(0, colours), comment, gif.subarray(colours), Buffer.from("*/")]);
};

const chunk = (kind: string, content: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length);
  head.write(kind, 4, "latin1");
  return Buffer.concat([head, content, Buffer.alloc(4)]);
};

/** A picture with a page in its text chunk and behind its end. */
export const pngThatIsPage = async (): Promise<Buffer> => {
  const png = await anImage("png");
  const text = chunk("tEXt", Buffer.concat([Buffer.from("Comment\0"), HTML_WITH_SCRIPT]));
  return Buffer.concat([png.subarray(0, 33), text, png.subarray(33), HTML_WITH_SCRIPT]);
};

/** An archive with nothing in it: 22 bytes that programs look for at the end of a file. */
export const EMPTY_ZIP = Buffer.concat([Buffer.from("PK\x05\x06", "latin1"), Buffer.alloc(18)]);

/** The same picture with the sides that its header claims. */
export const claiming = async (format: "jpeg" | "png" | "gif" | "webp", side: number): Promise<Buffer> => {
  const content = Buffer.from(await anImage(format, format === "webp" ? { orientation: 1 } : {}));
  if (format === "png") {
    content.writeUInt32BE(side, 16);
    content.writeUInt32BE(side, 20);
  }
  if (format === "gif") {
    content.writeUInt16LE(side, 6);
    content.writeUInt16LE(side, 8);
  }
  if (format === "jpeg") {
    const frame = content.indexOf(Buffer.from([0xff, 0xc0]));
    content.writeUInt16BE(side, frame + 5);
    content.writeUInt16BE(side, frame + 7);
  }
  return format === "webp" ? extendedWebp(content, side) : content;
};

const extendedWebp = (plain: Buffer, side: number): Buffer => {
  const extended = Buffer.alloc(18);
  extended.write("VP8X", 0, "latin1");
  extended.writeUInt32LE(10, 4);
  extended.writeUIntLE(side - 1, 12, 3);
  extended.writeUIntLE(side - 1, 15, 3);
  const content = Buffer.concat([plain.subarray(0, 12), extended, plain.subarray(12)]);
  content.writeUInt32LE(content.length - 8, 4);
  return content;
};

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly value: number;
}

/** A TIFF block whose first directory stands at `first`, says that it has `entries` and goes on at `next`. */
export const tiff = ({ first = 8, entries = 0, next = 0, given = [] as readonly Entry[] }): Buffer => {
  const block = Buffer.alloc(8 + 2 + 12 * given.length + 4);
  block.write("II", "latin1");
  block.writeUInt16LE(42, 2);
  block.writeUInt32LE(first, 4);
  block.writeUInt16LE(Math.max(entries, given.length), 8);
  for (const [at, { tag, type, count, value }] of given.entries()) {
    block.writeUInt16LE(tag, 10 + 12 * at);
    block.writeUInt16LE(type, 12 + 12 * at);
    block.writeUInt32LE(count, 14 + 12 * at);
    block.writeUInt32LE(value, 18 + 12 * at);
  }
  block.writeUInt32LE(next, 10 + 12 * given.length);
  return block;
};

/** A JPEG with this block as its EXIF. */
export const jpegWithExif = async (block: Buffer): Promise<Buffer> => {
  const jpeg = await anImage("jpeg");
  const content = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), block]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, content, jpeg.subarray(2)]);
};

/** A PNG with this block as its EXIF. */
export const pngWithExif = async (block: Buffer): Promise<Buffer> => {
  const png = await anImage("png");
  return Buffer.concat([png.subarray(0, 33), chunk("eXIf", block), png.subarray(33)]);
};
