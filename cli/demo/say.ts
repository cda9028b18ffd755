import { ulid } from "ulid";
import type { DrawnPicture } from "../../core/demonstration/forest-insects.ts";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import type { Api } from "../api.ts";
import { isRotten, ROTTEN_LEAF_EATER } from "./annotators.ts";
import { until } from "./until.ts";
import { hummedNote } from "./voice.ts";

/** The project, and its pictures by item. */
export interface Place {
  readonly projectId: string;
  readonly items: ReadonlyMap<string, DrawnPicture>;
}

/** In Nehma's words: what eats rotten leaves. */
export const PROPOSED_NAME = "सड़ी पत्ती खाने वाली";
const PLAN_MS_MAX = 60_000;
const ROUND_MS_MAX = 60_000;

/** Of the pictures with the caterpillar on a rotten leaf the one with this number, with the first insect's box. */
const rottenExample = ({ items }: Place, number: number) => {
  const found = [...items]
    .filter(([, picture]) => isRotten(picture))
    .sort(([, a], [, b]) => (a.name < b.name ? -1 : 1));
  const [itemId, picture] = found[number % found.length] ?? [];
  const insect = picture?.insects[0];
  if (!itemId || !insect) throw new Error("no picture shows a rotten leaf");
  const { x, y, width, height } = insect.box;
  return { itemId, region: { x, y, width, height } };
};

/** Nehma asks for a label, in her own language and by voice. */
export const propose = async (nehma: Api, place: Place): Promise<string> => {
  const path = { projectId: place.projectId };
  const note = hummedNote();
  const { key, url, fields } = await nehma("startVoice", {
    path,
    body: { contentType: "audio/wav", sizeBytes: note.length },
  });
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append("file", new Blob([new Uint8Array(note)], { type: "audio/wav" }), "note.wav");
  const sent = await fetch(url, { method: "POST", body: form });
  if (!sent.ok) throw new Error(`the bucket refused the voice note: ${sent.status} ${await sent.text()}`);
  const { proposalId } = await nehma("propose", {
    path,
    body: {
      proposalId: ulid(),
      kind: "add",
      labels: ["pest"],
      names: { hi: PROPOSED_NAME },
      why: "यह इल्ली सिर्फ़ पत्ती का सड़ा हिस्सा खाती है। पौधा बच जाता है। यह कीट नहीं है।",
      language: "hi",
      voice: key,
      example: rottenExample(place, 0),
    },
  });
  return proposalId;
};

/** Manglu asks for something too, and is told why not. */
export const proposeOtherName = async (manglu: Api, place: Place): Promise<string> => {
  const { proposalId } = await manglu("propose", {
    path: { projectId: place.projectId },
    body: {
      proposalId: ulid(),
      kind: "rename",
      labels: ["pest"],
      names: { en: "Leaf eater" },
      why: "Not everything that eats leaves does harm.",
      language: "en",
      example: rottenExample(place, 1),
    },
  });
  return proposalId;
};

/** Somebody else has seen the same, and says so with an example of her own. */
export const second = async (
  api: Api,
  place: Place,
  proposalId: string,
  { number, note }: { readonly number: number; readonly note: string },
): Promise<void> => {
  const path = { projectId: place.projectId, proposalId };
  await api("secondProposal", { path, body: { example: rottenExample(place, number), note } });
};

type Plan = ResponseOf<"getPlan">;

/** The vendor looks at what a new label would change, and what that costs, before anything is decided. */
export const planFor = async (vendor: Api, { projectId }: Place, proposalId: string): Promise<Plan> => {
  const { planId } = await vendor("planProposal", {
    path: { projectId, proposalId },
    body: {
      changes: [
        {
          kind: "add",
          label: {
            id: ROTTEN_LEAF_EATER,
            names: { en: "Eats rotten leaf only", hi: PROPOSED_NAME },
            definition: { en: "A caterpillar that eats what is rotten and leaves the plant alone." },
            colour: "#0072b2",
          },
          nearest: "pest",
        },
      ],
    },
  });
  return until("the affected items", PLAN_MS_MAX, async () => {
    const plan = await vendor("getPlan", { path: { projectId, planId } });
    return plan.state === "looking" ? undefined : plan;
  });
};

/** The vendor accepts; waits until every affected item has its next round. */
export const accept = async (
  vendor: Api,
  { projectId }: Place,
  { planId, proposalId }: Plan,
  reason: string,
): Promise<Plan> => {
  await vendor("decideProposal", {
    path: { projectId, proposalId },
    body: { outcome: "accept", planId, scope: { kind: "all" }, reason },
  });
  return until("the next round", ROUND_MS_MAX, async () => {
    const plan = await vendor("getPlan", { path: { projectId, planId } });
    return plan.state === "asked" ? plan : undefined;
  });
};
