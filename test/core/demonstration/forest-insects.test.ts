import { describe, expect, it } from "vitest";
import { forestInsects, INSECT_KINDS, PICTURES } from "../../../core/demonstration/forest-insects.ts";

describe("the drawn forest", () => {
  const pictures = forestInsects();

  it("is the same forest for the same seed, and another for another", () => {
    expect(forestInsects(3)).toEqual(pictures.slice(0, 3));
    expect(forestInsects(1, 7)[0]?.svg).not.toBe(pictures[0]?.svg);
  });

  it("has forty pictures of three shapes, each with a name of its own", () => {
    expect(pictures).toHaveLength(PICTURES);
    expect(new Set(pictures.map(({ name }) => name)).size).toBe(PICTURES);
    expect(new Set(pictures.map(({ width, height }) => `${width}×${height}`))).toEqual(
      new Set(["960×640", "640×960", "800×800"]),
    );
  });

  it("shows every kind, pests and others, and the caterpillar as both", () => {
    const shown = pictures.flatMap(({ insects }) => insects);
    expect(new Set(shown.map(({ kind }) => kind))).toEqual(new Set(INSECT_KINDS));
    const caterpillars = pictures.filter(({ insects }) => insects[0]?.kind === "caterpillar");
    expect(new Set(caterpillars.map(({ ground, insects }) => `${ground} ${insects[0]?.pest}`))).toEqual(
      new Set(["leaf true", "rotten-leaf false"]),
    );
  });

  it("says where each insect is: whole within the picture, and apart from its neighbours", () => {
    for (const { name, width, height, insects } of pictures) {
      expect(insects.length, name).toBeGreaterThan(0);
      for (const { box } of insects) {
        expect(box.x, name).toBeGreaterThan(0);
        expect(box.y, name).toBeGreaterThan(0);
        expect(box.x + box.width, name).toBeLessThan(width);
        expect(box.y + box.height, name).toBeLessThan(height);
        expect(Math.min(box.width, box.height), name).toBeGreaterThan(40);
      }
    }
  });

  it("is drawn with numbers that every reader of SVG knows, and fetches nothing", () => {
    for (const { name, svg } of pictures) {
      expect(svg.match(/NaN|Infinity|undefined/g), name).toBeNull();
      expect(svg.replaceAll("http://www.w3.org/2000/svg", "").match(/https?:|<script|href=/g), name).toBeNull();
      const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size, name).toBe(ids.length);
    }
  });
});
