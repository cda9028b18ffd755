import { join } from "node:path";
import { forestInsects } from "../../core/demonstration/forest-insects.ts";
import { forestProject } from "../../core/demonstration/forest-project.ts";
import type { Api } from "../api.ts";
import type { Site } from "../site.ts";
import { ANNOTATORS, settled } from "./annotators.ts";
import { downloadExport } from "./download.ts";
import { type Findings, findingsIn } from "./findings.ts";
import { labelEverything, onTheWire } from "./label.ts";
import { newcomer } from "./people.ts";
import type { Telling } from "./telling.ts";
import { itemsOf, upload } from "./upload.ts";

export interface Play {
  readonly site: Site;
  readonly vendor: Api;
  readonly pictures: number;
  /** Where exports go, each in a folder of its project. */
  readonly outRoot: string;
}

export interface Played {
  readonly folder: string;
  readonly findings: Findings;
}

/** The whole pipeline, every step through the API that the page uses: dataset in, labels by people, export out. */
export const play = async (
  { site, vendor, pictures: count, outRoot }: Play,
  { step, now }: Telling,
): Promise<Played> => {
  const pictures = forestInsects(count);
  const { projectId } = await step("the vendor creates the project", () =>
    vendor("createProject", { body: forestProject }),
  );
  const path = { projectId };
  const items = await step(
    "and drops the pictures",
    async () => {
      for (const [at, picture] of pictures.entries()) {
        now(`picture ${at + 1} of ${pictures.length}`);
        await upload(vendor, projectId, picture);
      }
      return itemsOf(vendor, projectId, pictures);
    },
    ({ size }) => `${size} items`,
  );
  await step("opens it", () => vendor("changeProjectState", { path, body: { to: "open" } }));
  for (const annotator of ANNOTATORS) {
    await step(
      `${annotator.name} follows her link and labels`,
      async () => {
        const api = await newcomer(site, { vendor, projectId, name: annotator.name, role: "annotator" });
        return labelEverything(api, { projectId, annotator, pictures: items }, (answered) =>
          now(`${answered} answers`),
        );
      },
      (answered) => `${answered} answers`,
    );
  }
  await step(
    "the vendor reads what is contested and settles it",
    () => settleContested(vendor, projectId, items),
    said,
  );
  const folder = join(outRoot, `forest-insects-${projectId}`);
  const files = await step(
    "the client downloads the export",
    async () => {
      const client = await newcomer(site, { vendor, projectId, name: "Client", role: "client" });
      return downloadExport(client, projectId, folder, now);
    },
    (all) => `${all.length} files`,
  );
  return { folder, findings: findingsIn(files) };
};

const said = (settledItems: number): string => `${settledItems} ${settledItems === 1 ? "item" : "items"}`;

const settleContested = async (
  vendor: Api,
  projectId: string,
  pictures: Awaited<ReturnType<typeof itemsOf>>,
): Promise<number> => {
  const { items } = await vendor("listItems", { path: { projectId }, query: { state: "contested", limit: 100 } });
  for (const { itemId } of items) {
    const picture = pictures.get(itemId);
    if (!picture) throw new Error(`${itemId} is contested, and no picture of ours`);
    const path = { projectId, itemId };
    const { item } = await vendor("getItem", { path });
    await vendor("reviewItem", {
      path,
      body: {
        round: item.round,
        decision: onTheWire(settled(picture)),
        note: "It eats the rotten part of the leaf and leaves the plant alive: Nehma is right.",
      },
    });
  }
  return items.length;
};
