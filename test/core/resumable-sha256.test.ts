import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endOfHash, hashBlocks, startOfHash } from "../../core/resumable-sha256.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("a hash that goes on in another run", () => {
  it("is the hash of the whole, wherever it was interrupted", () => {
    const bytesAndCuts = fc.tuple(fc.uint8Array({ maxLength: 700 }), fc.array(fc.nat({ max: 11 }), { maxLength: 4 }));
    fc.assert(
      fc.property(bytesAndCuts, ([bytes, cuts]) => {
        let state = startOfHash();
        let at = 0;
        for (const blocks of cuts.sort((a, b) => a - b)) {
          const to = 64 * blocks;
          if (to < at || to > bytes.length) continue;
          state = hashBlocks(state, bytes.subarray(at, to));
          at = to;
        }
        expect(endOfHash(state, bytes.subarray(at), bytes.length)).toBe(sha256(bytes));
      }),
    );
  });

  it("refuses to go on from the middle of a block", () => {
    expect(() => hashBlocks(startOfHash(), new Uint8Array(65))).toThrow("whole blocks");
  });
});
