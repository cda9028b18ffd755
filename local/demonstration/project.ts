import { PALETTE } from "../../core/ontology.ts";
import type { BodyOf } from "../../lambdas/endpoints.ts";

/** The project of the story, as its vendor would type it in. It knows two labels, and that is the point. */
export const FOREST_INSECTS: BodyOf<"createProject"> = {
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
      "- **Pest**: it harms living plants.",
      "- **Not a pest**: it does not.",
      "",
      "If neither fits, say *None of these fit*. If the picture does not let you tell, say *I can't tell from this*. Both are answers, and both are wanted.",
    ].join("\n"),
  },
  overlap: { min: 2, max: 3 },
  pay: { kind: "paid", amountMicros: 1_500_000, currency: "INR" },
  ontology: {
    tools: ["class"],
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
