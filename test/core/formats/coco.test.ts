import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Box, Shape } from "../../../core/annotation.ts";
import type { ExportedItem, Outcome } from "../../../core/formats/exported-item.ts";
import { label } from "../consensus/answers.ts";
import { anItem, bundleOf, context, fileOf } from "./bundle-of.ts";

interface Coco {
  readonly images: readonly { id: number; file_name: string; ext: Record<string, unknown> }[];
  readonly annotations: readonly {
    id: number;
    image_id: number;
    category_id: number;
    bbox?: number[];
    area?: number;
    iscrowd?: number;
    segmentation?: number[][];
    ext: Record<string, unknown>;
  }[];
  readonly categories: readonly { id: number; name: string }[];
  readonly info: Record<string, unknown>;
}

const box = (name: string, x: number, y: number, width: number, height: number): Box => ({
  type: "box",
  id: "s1",
  label: label(name),
  x,
  y,
  width,
  height,
});
const drawn = (...shapes: readonly Shape[]): Outcome => ({
  state: "agreed",
  agreement: 1,
  value: { shapes },
  behind: shapes.map((shape) => ({ shape, answers: 2 })),
});
const cocoOf = (items: readonly ExportedItem[], perShard = 2): Coco =>
  JSON.parse(fileOf(bundleOf(items, ["coco"], context, perShard), "instances.json"));

describe("COCO of a project that draws boxes", () => {
  it("holds boxes in pixels with stable category ids, and ids from 1", () => {
    const coco = cocoOf([anItem(0, drawn(box("pest", 10.5, 20, 30, 40)))]);
    expect(coco.annotations).toEqual([
      {
        id: 1,
        image_id: 1,
        category_id: 2,
        bbox: [10.5, 20, 30, 40],
        area: 1200,
        iscrowd: 0,
        segmentation: [[10.5, 20, 10.5, 60, 40.5, 60, 40.5, 20]],
        ext: { answers_behind: 2, agreement: 1 },
      },
    ]);
    expect(coco.images).toMatchObject([{ id: 1, width: 640, height: 420, file_name: "leaves/0.jpg" }]);
    expect(coco.categories).toMatchObject([
      { id: 1, name: "leaf" },
      { id: 2, name: "pest" },
    ]);
  });

  it.each<Outcome>([
    { state: "none_fit", agreement: 1 },
    { state: "cant_tell", agreement: 1 },
    { state: "unusable", agreement: 1 },
    { state: "contested", agreement: 0.5 },
    { state: "open", agreement: 0 },
    { state: "rejected", code: "empty", message: "the file is empty" },
    { state: "replaced" },
  ])("leaves out an item that is $state, and says so beside it", (outcome) => {
    const files = bundleOf([anItem(0, outcome), anItem(1, drawn())], ["coco"]);
    const coco: Coco = JSON.parse(fileOf(files, "instances.json"));
    expect(coco.images.map(({ file_name }) => file_name)).toEqual(["leaves/1.jpg"]);
    expect(fileOf(files, "undecided.jsonl")).toContain(`"state":"${outcome.state}"`);
  });

  it("writes an image with no boxes only where people agreed that there are none", () => {
    const coco = cocoOf([anItem(0, drawn())]);
    expect(coco.images).toHaveLength(1);
    expect(coco.annotations).toEqual([]);
  });

  it("says in which way the picture was turned", () => {
    const turned = anItem(0, drawn(), {
      media: { kind: "image", contentType: "image/jpeg", width: 420, height: 640, orientation: 6 },
    });
    expect(cocoOf([turned]).images[0]).toMatchObject({ width: 420, height: 640, ext: { exif_orientation: 6 } });
  });

  it("gives no agreement to what a reviewer settled", () => {
    const settled = anItem(0, { state: "agreed", value: { shapes: [box("pest", 1, 1, 2, 2)] } }, { reviewed: true });
    expect(cocoOf([settled]).annotations[0]?.ext).toEqual({ answers_behind: null, reviewed: true });
  });

  it("is the same file however the items were spread over shards", () => {
    const items = Array.from({ length: 7 }, (_, at) =>
      anItem(
        at,
        at % 3 === 2 ? { state: "open", agreement: 0 } : drawn(box("pest", at, 0, 5, 5), box("leaf", 0, at, 5, 5)),
      ),
    );
    const one = fileOf(bundleOf(items, ["coco"], context, 1), "instances.json");
    expect(fileOf(bundleOf(items, ["coco"], context, 3), "instances.json")).toBe(one);
    expect(fileOf(bundleOf(items, ["coco"], context, 99), "instances.json")).toBe(one);
    const { annotations, images }: Coco = JSON.parse(one);
    expect(annotations.map(({ id }) => id)).toEqual(annotations.map((_, at) => at + 1));
    for (const { image_id, bbox } of annotations) {
      const image = images.find(({ id }) => id === image_id);
      const at = Number(/\d+/.exec(image?.file_name ?? "")?.[0]);
      expect([bbox?.[0], bbox?.[1]]).toContain(at);
    }
  });

  it("gives every box back to a millionth of a pixel", () => {
    const side = fc.double({ min: 0.001, max: 5000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(side, side, side, side), { maxLength: 5 }), (drawnBoxes) => {
        const shapes = drawnBoxes.map(([x, y, width, height]) => box("pest", x, y, width, height));
        const read = cocoOf([anItem(0, drawn(...shapes))]).annotations;
        read.forEach(({ bbox = [], segmentation = [], area = 0 }, at) => {
          [shapes[at]!.x, shapes[at]!.y, shapes[at]!.width, shapes[at]!.height].forEach((wanted, side) => {
            expect(Math.abs((bbox[side] ?? Number.NaN) - wanted)).toBeLessThanOrEqual(1.1e-6);
          });
          expect(segmentation[0]).toHaveLength(8);
          expect(area).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });
});

describe("COCO of a project that names classes only", () => {
  it("writes image-level labels without a box, under a name that does not promise objects", () => {
    const outcome: Outcome = { state: "agreed", agreement: 2 / 3, value: { classes: [label("pest"), label("leaf")] } };
    const files = bundleOf([anItem(0, outcome)], ["coco"], { ...context, tools: ["classes"] });
    expect([...files.keys()]).not.toContain("instances.json");
    const coco: Coco = JSON.parse(fileOf(files, "image_labels.json"));
    expect(coco.annotations).toEqual([
      { id: 1, image_id: 1, category_id: 1, ext: { agreement: 2 / 3 } },
      { id: 2, image_id: 1, category_id: 2, ext: { agreement: 2 / 3 } },
    ]);
    expect(coco.images[0]?.ext).toMatchObject({ classes: ["leaf", "pest"] });
  });
});
