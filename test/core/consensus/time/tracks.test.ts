import { describe, expect, it } from "vitest";
import type { Track } from "../../../../core/consensus/time/track.ts";
import { trackConsensus } from "../../../../core/consensus/time/tracks.ts";
import { at, by, leaves, track } from "./drawn-tracks.ts";

const walk = (id: string, off = 0): Track => track(id, at(0, off), at(1000, 100 + off), leaves(4000, 400 + off));

describe("tracks of several annotators", () => {
  it("averages boxes between key frames that nobody else set", () => {
    const { tracks, dropped, switches, fragmentations } = trackConsensus([
      by("ada", walk("a")),
      by("bo", track("b", at(0, 6), at(2000, 206), leaves(4000, 406))),
      by("cy", track("c", at(0, 3), leaves(4000, 403))),
    ]);
    expect(tracks).toHaveLength(1);
    expect(tracks[0]).toMatchObject({
      labels: ["beetle"],
      annotators: ["ada", "bo", "cy"],
      support: 1,
      tied: false,
      presence: [{ startMs: 0, endMs: 4000, startSpreadMs: 0, endSpreadMs: 0 }],
      keyFrames: [
        { atMs: 0, x: 3, y: 0, width: 100, height: 80 },
        { atMs: 4000, x: 403, y: 0, width: 100, height: 80, outside: true },
      ],
    });
    expect(tracks[0]?.confidence).toBeLessThan(1);
    expect([dropped, switches, fragmentations]).toEqual([[], [], []]);
  });

  it("keeps a lone annotator's tracks as she drew them", () => {
    const drawn = track(
      "a",
      at(0, 0),
      at(500, 90),
      { ...at(900, 300), occluded: true },
      leaves(2000, 310),
      at(3000, 20),
    );
    const { tracks } = trackConsensus([by("ada", drawn)], { videoEndMs: 4000 });
    expect(tracks).toMatchObject([{ keyFrames: [...drawn.keyFrames, leaves(4000, 20)], likeness: 1, tied: false }]);
  });

  it("agrees that nothing is here, and says when nobody answered", () => {
    const nothing = { tracks: [], dropped: [], switches: [], fragmentations: [] };
    expect(trackConsensus([by("ada"), by("bo")])).toEqual({ ...nothing, annotators: 2 });
    expect(trackConsensus([])).toEqual({ ...nothing, annotators: 0 });
  });

  it("drops what one of three followed, and shows as a tie what one of two did", () => {
    expect(trackConsensus([by("ada", walk("a")), by("bo"), by("cy")])).toMatchObject({
      tracks: [],
      dropped: [{ annotators: ["ada"] }],
    });
    expect(trackConsensus([by("ada", walk("a")), by("bo")]).tracks).toMatchObject([{ tied: true, confidence: 0.5 }]);
  });

  it("does not pair tracks that are never there together", () => {
    const { tracks } = trackConsensus([
      by("ada", track("a", at(0, 0), leaves(1000, 0))),
      by("bo", track("b", at(1000, 0), leaves(2000, 0))),
    ]);
    expect(tracks.map(({ annotators, tied }) => [annotators, tied])).toEqual([
      [["ada"], true],
      [["bo"], true],
    ]);
  });

  it("takes a track of one key frame for a moment, or until the video ends", () => {
    const still = [by("ada", track("a", at(40, 7))), by("bo", track("b", at(40, 9)))];
    expect(trackConsensus(still).tracks).toMatchObject([{ presence: [{ startMs: 40, endMs: 41 }] }]);
    const { tracks } = trackConsensus(still, { videoEndMs: 9000 });
    expect(tracks).toMatchObject([{ keyFrames: [at(40, 8), leaves(9000, 8)] }]);
  });

  it("decides when a thing is there by those who show it", () => {
    const seen = (id: string, startMs: number, endMs: number): Track => track(id, at(startMs, 0), leaves(endMs, 0));
    const { tracks } = trackConsensus([
      by("ada", seen("a", 0, 5000)),
      by("bo", seen("b", 200, 5200)),
      by("cy", seen("c", 400, 5400)),
      by("di"),
      by("eve"),
    ]);
    expect(tracks).toMatchObject([{ support: 0.6, presence: [{ startMs: 200, endMs: 5200 }] }]);
  });

  it("asks of a box only those who show the thing at that moment", () => {
    const { tracks } = trackConsensus(
      [
        by("ada", track("a", at(0, 0), leaves(6000, 0))),
        by("bo", track("b", at(0, 2), leaves(6000, 2))),
        by("cy", track("c", at(3500, 40), leaves(6000, 40))),
      ],
      { tolerance: 0 },
    );
    const xAt = (ms: number) => tracks[0]?.keyFrames.find(({ atMs }) => atMs === ms)?.x ?? Number.NaN;
    expect(xAt(0)).toBeCloseTo(1, 1);
    expect(xAt(3499)).toBeCloseTo(1, 1);
    expect(xAt(3500)).toBeGreaterThan(3);
  });

  it("leaves a label in doubt where labels are tied", () => {
    const { tracks } = trackConsensus([by("ada", walk("a")), by("bo", { ...walk("b"), label: "ant" })]);
    expect(tracks).toMatchObject([{ labels: ["ant", "beetle"], labelConfidence: 0.5, tied: false }]);
  });

  it("takes for hidden what most show hidden", () => {
    const hidden = (id: string): Track => track(id, at(0, 0), { ...at(1000, 0), occluded: true }, leaves(3000, 0));
    const { tracks } = trackConsensus([by("ada", hidden("a")), by("bo", hidden("b")), by("cy", walk("c", 0))]);
    expect(tracks[0]?.keyFrames.filter(({ occluded }) => occluded).map(({ atMs }) => atMs)).toContain(1000);
  });

  it("refuses a track without key frames, two at one moment, a box without area and what is no number", () => {
    expect(() => trackConsensus([by("ada", track("a"))])).toThrow("no key frame");
    expect(() => trackConsensus([by("ada", track("a", at(0, 0), at(0, 1)))])).toThrow("at one moment");
    expect(() => trackConsensus([by("ada", track("a", { ...at(0, 0), width: 0 }))])).toThrow("no area");
    expect(() => trackConsensus([by("ada", track("a", at(0, Number.NaN)))])).toThrow("no area");
    expect(() => trackConsensus([by("ada", track("a", at(0.5, 0)))])).toThrow("whole number");
    expect(() => trackConsensus([by("ada"), by("ada")])).toThrow("two answers");
  });
});

/** Two things that pass each other: one goes right, the other left, one lane below. */
const right = (id: string): Track => track(id, at(0, 0), leaves(10_000, 1000));
const left = (id: string): Track => track(id, at(0, 1000, 50), leaves(10_000, 0, 50));

describe("tracks that go wrong", () => {
  it("finds where an annotator's tracks change over from one thing to another, and when", () => {
    const { tracks, switches } = trackConsensus([
      by("ada", right("r"), left("l")),
      by("bo", left("l"), right("r")),
      by("cy", right("r"), left("l")),
      by(
        "di",
        track("first", at(0, 0), at(5000, 500), at(5100, 490, 50), leaves(10_000, 0, 50)),
        track("second", at(0, 1000, 50), at(5000, 500, 50), at(5100, 510), leaves(10_000, 1000)),
      ),
    ]);
    expect(tracks.map(({ annotators }) => annotators.length)).toEqual([4, 4]);
    expect(
      tracks.map(({ keyFrames }) => keyFrames.map(({ atMs, x, y }) => [atMs, Math.round(x), Math.round(y)])),
    ).toEqual([
      expect.arrayContaining([
        [0, 0, 0],
        [10_000, 1000, 0],
      ]),
      expect.arrayContaining([
        [0, 1000, 50],
        [10_000, 0, 50],
      ]),
    ]);
    expect(switches).toMatchObject([
      { annotatorId: "di", trackId: "first", from: 0, to: 1 },
      { annotatorId: "di", trackId: "second", from: 1, to: 0 },
    ]);
    for (const { atMs } of switches) expect(Math.abs(atMs - 5050)).toBeLessThan(400);
  });

  it("reports nothing where things only cross", () => {
    const { switches } = trackConsensus(["ada", "bo", "cy"].map((id) => by(id, right("r"), left("l"))));
    expect(switches).toEqual([]);
  });

  it("counts the pieces of a broken track for one thing, and reports them", () => {
    const { tracks, dropped, fragmentations } = trackConsensus([
      by("ada", right("r")),
      by("bo", right("r")),
      by(
        "cy",
        track("one", at(0, 0), leaves(6000, 600)),
        track("two", at(6100, 610), leaves(8000, 800)),
        track("three", at(8000, 800), leaves(10_000, 1000)),
      ),
    ]);
    expect(tracks).toMatchObject([{ annotators: ["ada", "bo", "cy"], presence: [{ startMs: 0, endMs: 10_000 }] }]);
    expect(dropped).toEqual([]);
    expect(fragmentations).toEqual([{ annotatorId: "cy", thing: 0, trackIds: ["one", "two", "three"] }]);
  });
});
