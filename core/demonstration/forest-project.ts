import { PALETTE, type Tool } from "../ontology.ts";
import type { MediaKind, Overlap, Pay } from "../project.ts";

type English = { en: string };

/** What creating a project takes, as far as the demonstration goes. */
export interface ForestProject {
  readonly title: English;
  readonly media: MediaKind;
  readonly askedBy: string;
  readonly purpose: English;
  readonly instructions: English;
  readonly overlap: Overlap;
  readonly pay: Pay;
  readonly packetItems: number;
  readonly ontology: {
    tools: Tool[];
    labels: { id: string; names: English; definition: English; colour: string }[];
  };
}

/**
 * The project of the story, as its vendor would type it in. It knows two labels, and that is the point. In English
 * alone: text in a language is shown as finished only after a speaker of it has read it.
 */
export const forestProject: ForestProject = {
  title: { en: "Forest insects" },
  media: "image",
  askedBy: "Forest Research (a demonstration)",
  purpose: {
    en: "To teach a camera which insects harm the trees of a village forest, so that fewer fields are sprayed.",
  },
  instructions: {
    en: [
      "Look at the insects in the picture and at what they are doing.",
      "",
      "1. Choose **Pest** if they harm living plants, **Not a pest** if they do not.",
      "2. Draw a box round each whole insect, legs and feelers included, and give it the same label.",
      "",
      "If neither fits, say *None of these fit*. If the picture does not let you tell, say *I can't tell from this*. Both are answers, and both are wanted.",
    ].join("\n"),
  },
  overlap: { min: 2, max: 3 },
  pay: { kind: "paid", amountMicros: 1_500_000, currency: "INR" },
  packetItems: 5,
  ontology: {
    tools: ["class", "box"],
    labels: [
      {
        id: "pest",
        names: { en: "Pest" },
        definition: { en: "An insect that harms living plants." },
        colour: PALETTE[5],
      },
      {
        id: "not-a-pest",
        names: { en: "Not a pest" },
        definition: { en: "An insect that does living plants no harm." },
        colour: PALETTE[2],
      },
    ],
  },
};
