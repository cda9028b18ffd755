import { expect, it } from "vitest";
import type { Export } from "../../../core/export.ts";
import type { LabelId } from "../../../core/ids.ts";
import { itemExtras } from "../../../lambdas/store/item-extras.ts";
import { linesOf } from "../../core/formats/bundle-of.ts";
import { startExportWorld } from "../../support/export-world.ts";

it("an export carries what a manifest said of an item, as it stood at the moment of the export", async () => {
  const at = await startExportWorld({ overlap: { min: 1, max: 1 } });
  try {
    const itemId = await at.item("leaf.jpg");
    const pest = { kind: "labelled", value: { classes: ["pest" as LabelId], shapes: [] } } as const;
    await at.answer(itemId, at.person("asha"), pest);
    const told = async (of: Export) => {
      const [line] = linesOf(await at.file(of, "consensus.jsonl"));
      const { images } = JSON.parse(await at.file(of, "instances.json"));
      return [line?.["extra"], images[0].ext.extra];
    };
    const extra = { plot: 7, crop: "धान" };
    await itemExtras(at.deps).record(at.projectId, itemId, { extra, atMs: 1 });
    const momentMs = at.deps.now();
    at.pass(1);
    await itemExtras(at.deps).record(at.projectId, itemId, { extra: { plot: 8 }, atMs: at.deps.now() });
    expect(await told(await at.exportAsOf(momentMs))).toEqual([extra, extra]);
    at.pass(30 * 60_000);
    expect(await told(await at.exportAsOf(at.deps.now()))).toEqual([{ plot: 8 }, { plot: 8 }]);
    expect(await told(await at.exportAsOf(momentMs))).toEqual([extra, extra]);
  } finally {
    await at.close();
  }
});
