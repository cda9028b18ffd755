import { join } from "node:path";
import { ulid } from "ulid";
import { forestInsects } from "../../core/demonstration/forest-insects.ts";
import { forestProject } from "../../core/demonstration/forest-project.ts";
import type { Api } from "../api.ts";
import type { Site } from "../site.ts";
import { ANNOTATORS } from "./annotators.ts";
import { downloadExport } from "./download.ts";
import { type Findings, findingsIn } from "./findings.ts";
import { labelEverything } from "./label.ts";
import { newcomer } from "./people.ts";
import { accept, type Place, planFor, propose, proposeOtherName, second } from "./say.ts";
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
  /** Items that were asked for again. */
  readonly affected: number;
}

/** Every item is answered by all three, so that what asking again costs is one figure. */
const EVERYBODY = { min: 3, max: 3 } as const;

/**
 * The story, every step through the API that the page uses: dataset in, labels by people who change the labels, export
 * out.
 */
export const play = async ({ site, vendor, pictures: count, outRoot }: Play, telling: Telling): Promise<Played> => {
  const { step, now } = telling;
  const pictures = forestInsects(count);
  const { projectId } = await step("the vendor creates the project, with the labels pest and not a pest", () =>
    vendor("createProject", { body: { ...forestProject, overlap: EVERYBODY } }),
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
  const people = await step("three people follow their links", () => threePeople(site, vendor, projectId));
  const place: Place = { projectId, items };
  const earnedFirst = await labelling(people, place, telling);
  const { plan } = await saying(vendor, people, place, telling);
  const earned = await labelling(people, place, telling);
  const paidMicros = earned - earnedFirst;
  if (paidMicros !== plan.cost.amountMicros.max)
    throw new Error(`asking again was to cost ${plan.cost.amountMicros.max}, and the ledger has ${paidMicros}`);
  await step(
    "which is what they were paid for it, to the paisa",
    async () => rupees(paidMicros),
    (sum) => `${sum} in the ledger`,
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
  return { folder, findings: findingsIn(files), affected: plan.affected };
};

interface Somebody {
  readonly annotator: (typeof ANNOTATORS)[number];
  readonly api: Api;
}

const threePeople = (site: Site, vendor: Api, projectId: string): Promise<readonly Somebody[]> =>
  Promise.all(
    ANNOTATORS.map(async (annotator) => ({
      annotator,
      api: await newcomer(site, { vendor, projectId, name: annotator.name, role: "annotator" }),
    })),
  );

/** Everybody labels what there is for her; gives what all have earned by then, in millionths. */
const labelling = async (
  people: readonly Somebody[],
  { projectId, items }: Place,
  { step, now }: Telling,
): Promise<number> => {
  for (const { annotator, api } of people)
    await step(
      `${annotator.name} labels`,
      () => labelEverything(api, { projectId, annotator, pictures: items }, (done) => now(`${done} answers`)),
      (answered) => `${answered} answers`,
    );
  const earned = await Promise.all(people.map(({ api }) => api("earnings")));
  return earned.flatMap(({ months }) => months).reduce((sum, { amountMicros }) => sum + amountMicros, 0);
};

const rupees = (micros: number): string => `₹${(micros / 1_000_000).toFixed(2)}`;

/** None of these fit; a proposal, two who second it, a question back, and the vendor's answers. */
const saying = async (vendor: Api, people: readonly Somebody[], place: Place, { step }: Telling) => {
  const { projectId } = place;
  const named = (name: string): Api => {
    const found = people.find(({ annotator }) => annotator.name === name);
    if (!found) throw new Error(`nobody is called ${name}`);
    return found.api;
  };
  const proposalId = await step("Nehma proposes a label, with a voice note", () => propose(named("Nehma"), place));
  await step("Budhni has seen the same", () =>
    second(named("Budhni"), place, proposalId, { number: 1, note: "They sit on leaves that are brown already." }),
  );
  await step("so has Manglu, who had called it a pest", () =>
    second(named("Manglu"), place, proposalId, { number: 2, note: "The green part of mine was not touched." }),
  );
  const path = { projectId, proposalId };
  await step("the vendor asks back: on a leaf, and no pest?", () =>
    vendor("decideProposal", { path, body: { outcome: "ask", text: "It sits on a leaf. Why is it no pest?" } }),
  );
  await step("Nehma answers", () =>
    named("Nehma")("answerProposal", {
      path,
      body: { wordId: ulid(), text: "यह सिर्फ़ सड़ा हिस्सा खाती है, हरा हिस्सा छूती भी नहीं।" },
    }),
  );
  const otherId = await step("Manglu proposes another name for pests", () => proposeOtherName(named("Manglu"), place));
  await step("the vendor declines that, and says why to everybody", () =>
    vendor("decideProposal", {
      path: { projectId, proposalId: otherId },
      body: { outcome: "decline", reason: "Bees cut leaves and do no harm: the name has to say that it harms." },
    }),
  );
  const plan = await step(
    "the vendor looks at what the new label changes",
    () => planFor(vendor, place, proposalId),
    ({ affected, cost }) => `${affected} of ${place.items.size} items come back, for ${rupees(cost.amountMicros.max)}`,
  );
  await step(
    "and accepts: version 2 of the labels",
    () => accept(vendor, place, plan, "You are right: we had no label for what lives on decay."),
    ({ asked }) => `${asked} items are asked again`,
  );
  return { plan };
};
