import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simplified } from "../../../../core/consensus/time/simplify-frames.ts";
import { type KeyFrame, pathOf } from "../../../../core/consensus/time/track.ts";
import { trackDistance } from "../../../../core/consensus/time/track-distance.ts";
import { overlapsAmong } from "../../../../core/consensus/time/track-overlap.ts";
import { anyTrackAnswers, at, leaves, track } from "./drawn-tracks.ts";

describe("how much two tracks overlap", () => {
  const overlapOf = (a: readonly KeyFrame[], b: readonly KeyFrame[]): number =>
    overlapsAmong([pathOf(track("a", ...a), undefined), pathOf(track("b", ...b), undefined)], () => true)[0]?.overlap ??
    0;

  it.each([
    { what: "the same", a: [at(0, 0), leaves(100, 50)], b: [at(0, 0), leaves(100, 50)], overlap: 1 },
    { what: "half of the time", a: [at(0, 0), leaves(100, 0)], b: [at(50, 0), leaves(100, 0)], overlap: 0.5 },
    { what: "a third of the place", a: [at(0, 0), leaves(100, 0)], b: [at(0, 50), leaves(100, 50)], overlap: 1 / 3 },
    { what: "another time", a: [at(0, 0), leaves(100, 0)], b: [at(100, 0), leaves(200, 0)], overlap: 0 },
    { what: "another place", a: [at(0, 0), leaves(100, 0)], b: [at(0, 100), leaves(100, 100)], overlap: 0 },
    {
      what: "with a break that only one has",
      a: [at(0, 0), leaves(25, 0), at(75, 0), leaves(100, 0)],
      b: [at(0, 0), leaves(100, 0)],
      overlap: 0.5,
    },
  ])("is $overlap for $what", ({ a, b, overlap }) => {
    expect(overlapOf(a, b)).toBeCloseTo(overlap, 9);
  });

  it("finds every two that overlap, however many key frames they have", () => {
    const long = (off: number) =>
      pathOf(track("a", ...Array.from({ length: 100 }, (_, n) => at(n * 40, 10 * (n % 7) + off, n))), undefined);
    const overlaps = overlapsAmong([long(0), long(5), long(1000)], () => true);
    expect(overlaps).toMatchObject([{ a: 0, b: 1 }]);
    expect(overlaps[0]?.overlap).toBeCloseTo(95 / 105, 2);
  });
});

describe("the distance of two annotators' tracks", () => {
  it("is 0 for the same and for nothing, 1 for nothing shared, and in between for parts", () => {
    const still = track("a", at(0, 0), leaves(100, 0));
    expect(trackDistance([still], [still])).toBeCloseTo(0, 9);
    expect(trackDistance([], [])).toBe(0);
    expect(trackDistance([still], [])).toBe(1);
    expect(trackDistance([still], [{ ...still, label: "ant" }])).toBe(1);
    expect(trackDistance([still, track("b", at(0, 900), leaves(100, 900))], [still])).toBeCloseTo(0.5, 9);
  });

  it("lies between 0 and 1 and is the same both ways", () => {
    fc.assert(
      fc.property(anyTrackAnswers, (answers) => {
        const [a = [], b = []] = answers.map(({ tracks }) => tracks);
        const apart = trackDistance(a, b);
        expect(apart >= 0 && apart <= 1).toBe(true);
        expect(trackDistance(b, a)).toBeCloseTo(apart, 9);
      }),
    );
  });
});

describe("leaving out key frames", () => {
  it("gives back every box that was left out to within the tolerance", () => {
    const frames = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: -6, max: 6 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(frames, (steps) => {
        let [atMs, x] = [0, 0];
        const all = steps.map(([ms, px]) => {
          atMs += ms;
          x += px;
          return at(atMs, x);
        });
        const kept = simplified(all, 0.05);
        expect([kept[0], kept.at(-1)]).toEqual([all[0], all.at(-1)]);
        for (const frame of all) {
          const next = kept.findIndex((one) => one.atMs >= frame.atMs);
          const [before, after] = [kept[Math.max(0, next - 1)]!, kept[next]!];
          const share = after === before ? 0 : (frame.atMs - before.atMs) / (after.atMs - before.atMs);
          expect(Math.abs(before.x + (after.x - before.x) * share - frame.x)).toBeLessThanOrEqual(0.05 * 90 + 1e-9);
        }
      }),
    );
  });

  it("keeps the moments at which a thing becomes hidden and seen", () => {
    const hidden = { ...at(20, 2), occluded: true };
    const frames = [at(0, 0), at(10, 1), hidden, { ...hidden, atMs: 30, x: 3 }, at(40, 4), at(50, 5), at(60, 6)];
    expect(simplified(frames, 0.5).map(({ atMs }) => atMs)).toEqual([0, 20, 40, 60]);
  });
});
