import { boxesIn, boxIn } from "./mp4-boxes.ts";

/** Where the last fragment of the picture ends, in seconds; 0 when there is none. */
export const endOfFragments = (
  movie: Buffer,
  fragments: readonly Buffer[],
  { trackId, timescale }: { readonly trackId: number; readonly timescale: number },
): number => {
  const frameTime = usualFrameTime(movie, trackId);
  const ends = fragments.flatMap((fragment) =>
    boxesIn(fragment)
      .filter(({ kind, content }) => kind === "traf" && trackOf(content) === trackId)
      .map(({ content }) => endOf(content, frameTime)),
  );
  return Math.max(0, ...ends) / timescale;
};

/** What `moov` says that a frame lasts unless a fragment says otherwise. */
const usualFrameTime = (movie: Buffer, trackId: number): number => {
  const defaults = boxesIn(boxIn(movie, "mvex") ?? Buffer.alloc(0));
  const own = defaults.find(({ kind, content }) => kind === "trex" && content.readUInt32BE(4) === trackId);
  return own?.content.readUInt32BE(12) ?? 0;
};

const trackOf = (fragment: Buffer): number | undefined => boxIn(fragment, "tfhd")?.readUInt32BE(4);

const endOf = (fragment: Buffer, usual: number): number => {
  const start = boxIn(fragment, "tfdt");
  const startTime = start === undefined ? 0 : start[0] === 1 ? Number(start.readBigUInt64BE(4)) : start.readUInt32BE(4);
  const frameTime = ownFrameTime(fragment) ?? usual;
  const runs = boxesIn(fragment).filter(({ kind }) => kind === "trun");
  return runs.reduce((time, { content }) => time + timeOfRun(content, frameTime), startTime);
};

/** Flags say which fields a `tfhd` has; they stand in this order. */
const ownFrameTime = (fragment: Buffer): number | undefined => {
  const header = boxIn(fragment, "tfhd");
  const flags = header?.readUInt32BE(0) ?? 0;
  if (!header || !(flags & 0x8)) return undefined;
  return header.readUInt32BE(8 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0));
};

/** Flags of a `trun` say which fields it has, and which each of its frames has; the time of a frame is the first. */
const timeOfRun = (run: Buffer, frameTime: number): number => {
  const flags = run.readUInt32BE(0);
  const frames = run.readUInt32BE(4);
  if (!(flags & 0x100)) return frames * frameTime;
  const first = 8 + (flags & 0x1 ? 4 : 0) + (flags & 0x4 ? 4 : 0);
  const step = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length * 4;
  let time = 0;
  for (let frame = 0; frame < frames; frame++) time += run.readUInt32BE(first + frame * step);
  return time;
};
