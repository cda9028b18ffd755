import { afterAll, describe, expect, it } from "vitest";
import { commandLine } from "../support/command-line.ts";

const { at, write, read, names, run, remove } = commandLine();
afterAll(remove);

const IMAGES = [
  { id: 7, width: 100, height: 100, file_name: "a.jpg", licence: "kept as it is" },
  { id: 3, width: 100, height: 100, file_name: "b.jpg" },
];
const CATEGORIES = [
  { id: 1, name: "ant" },
  { id: 2, name: "bee" },
];
const drawn = (id: number, annotator: unknown, bbox: unknown, more: object = {}) => ({
  id,
  image_id: 7,
  category_id: 2,
  bbox,
  ext: { annotator },
  ...more,
});
const THREE = [
  drawn(1, "ann", [10, 10, 20, 20]),
  drawn(2, "bea", [12, 10, 20, 20]),
  drawn(3, "cid", [11, 10, 20, 20]),
  drawn(4, "ann", [60, 60, 10, 30], { category_id: 1 }),
  drawn(5, "bea", [60, 61, 10, 30], { category_id: 1 }),
  drawn(6, "cid", [60, 62, 10, 30], { category_id: 1 }),
];

const coco = (annotations: readonly unknown[], images: readonly unknown[] = IMAGES) =>
  write("annotations.json", JSON.stringify({ images, categories: CATEGORIES, annotations }));

const fuse = async (annotations: readonly unknown[], images?: readonly unknown[]) => {
  const done = await run("boxes", coco(annotations, images), "--out", at("consensus.json"));
  expect(done.status, done.complained).toBe(0);
  return { ...JSON.parse(read("consensus.json")), complained: done.complained };
};

describe("labelloop boxes", () => {
  it("makes one box of what several drew, between theirs, and says who drew it", async () => {
    const { annotations, images, categories, complained } = await fuse(THREE);
    expect([images, categories]).toEqual([IMAGES, CATEGORIES]);
    expect(annotations).toHaveLength(2);
    expect(annotations[0]).toMatchObject({
      ...{ id: 1, image_id: 7, category_id: 2, iscrowd: 0 },
      ext: { support: 3, annotators: ["ann", "bea", "cid"], verdict: "holds", doubts: [] },
    });
    const [x, y, width, height] = annotations[0].bbox;
    expect([x > 10 && x < 12, y, width, height]).toEqual([true, 10, 20, 20]);
    expect(annotations[0].score).toBeGreaterThan(0.5);
    expect(annotations[0].score).toBeLessThan(1);
    expect(annotations[0].segmentation[0]).toHaveLength(8);
    expect(annotations[1]).toMatchObject({ id: 2, category_id: 1 });
    expect(complained).toBe("6 boxes of 3 annotators on 2 images: 2 things hold, 0 are doubtful, 0 dropped\n");
  });

  it("leaves out what one alone saw and others, who looked, did not", async () => {
    const alone = [...THREE, drawn(9, "ann", [5, 5, 10, 10], { image_id: 3 })];
    const lookedAt = [{ ...IMAGES[0] }, { ...IMAGES[1], ext: { annotators: ["ann", "bea", "cid", "dee", "eva"] } }];
    const onB = async (images?: readonly unknown[]) =>
      (await fuse(alone, images)).annotations.filter(({ image_id }: { image_id: number }) => image_id === 3);
    expect(await onB(lookedAt)).toEqual([]);
    expect(await onB()).toHaveLength(1);
  });

  it("gives the same bytes in whatever order the annotations come", async () => {
    await fuse(THREE);
    const once = read("consensus.json");
    await fuse(THREE.toReversed());
    expect(read("consensus.json")).toBe(once);
  });

  it("has no annotations where nobody drew anything", async () => {
    expect((await fuse([])).annotations).toEqual([]);
  });

  const [first] = THREE;
  it.each<[string, unknown, string]>([
    ["no name", { ...first, ext: {} }, "(id 1): ext.annotator is missing: expected the name of who drew it"],
    ["three sides", drawn(8, "ann", [1, 2, 3]), "(id 8): bbox is [1,2,3]: expected [x, y, width, height]"],
    ["a side below nought", drawn(8, "ann", [1, 2, -3, 4]), "(id 8): bbox is [1,2,-3,4]"],
    ["a side that is a text", drawn(8, "ann", ["1", 2, 3, 4]), '(id 8): bbox is ["1",2,3,4]'],
    ["a strange image", { ...first, image_id: 99 }, "(id 1): image_id 99 is not among the images"],
    ["a strange category", { ...first, category_id: 9 }, "(id 1): category_id is 9: expected the id of a category"],
    ["no object", null, "annotations[1] is null: expected an object"],
  ])("names the annotation and the field: %s", async (_, wrong, complaint) => {
    const { status, complained } = await run("boxes", coco([first, wrong]), "--out", at("none.json"));
    expect(status).toBe(1);
    expect(complained).toContain("annotations.json: annotations[1]");
    expect(complained).toContain(complaint);
    expect(names()).not.toContain("none.json");
  });

  it.each([
    ["[1, 2", /annotations\.json is not JSON: /],
    ["[]", /expected an object with images, categories and annotations/],
    ['{"images": {}}', /images is {}: expected a list/],
    ['{"images": [{"id": "a"}]}', /images\[0\]\.id is "a": expected a whole number/],
    ['{"images": [{"id": 1}, {"id": 1}]}', /images\[1\]\.id is 1, which an earlier one has/],
    [
      '{"images": [{"id": 1, "ext": {"annotators": "ann"}}], "categories": []}',
      /ext\.annotators is "ann": expected a list of names/,
    ],
  ])("says what is wrong with the file: %s", async (text, complaint) => {
    const { status, complained } = await run("boxes", write("annotations.json", text), "--out", at("none.json"));
    expect([status, complained]).toEqual([1, expect.stringMatching(complaint)]);
  });
});
