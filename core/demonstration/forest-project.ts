import { PALETTE } from "../ontology.ts";

/**
 * The demonstration's project, as a vendor would create it. In English alone: text in a language is shown as finished
 * only after a speaker of it has read it.
 */
export const forestProject = {
  title: { en: "Forest insects" },
  media: "image",
  askedBy: "A forest nursery (demonstration)",
  purpose: {
    en: "To tell insects that harm young trees from those that do not, so that nobody sprays what does no harm. The pictures are drawn by a program.",
  },
  instructions: {
    en: [
      "Is there an insect in the picture that harms living plants?",
      "",
      "1. Choose **Pest** or **Not a pest** for the picture.",
      "2. Draw a box around each whole insect, legs and feelers included, and give it the same label.",
      "",
      "Look at what it lives on. What eats dead leaves, or other insects, harms no tree.",
      "",
      "If neither label is right, say **None of these fit**. If you cannot know from the picture, say **I can't tell**.",
    ].join("\n"),
  },
  overlap: { min: 2, max: 3 },
  /** Two rupees an answer. */
  pay: { kind: "paid", amountMicros: 2_000_000, currency: "INR" },
  packetItems: 5,
  ontology: {
    tools: ["class", "box"],
    labels: [
      {
        id: "pest",
        names: { en: "Pest" },
        definition: { en: "Feeds on living leaves, bark or roots of trees and harms them." },
        colour: PALETTE[5],
      },
      {
        id: "not_pest",
        names: { en: "Not a pest" },
        definition: { en: "Does trees no harm: visits flowers, hunts other insects, or eats what is dead already." },
        colour: PALETTE[2],
      },
    ],
  },
} as const;
