import type { BodyOf } from "../../lambdas/endpoints.ts";

type Body = BodyOf<"createProject">;

/** A project that can be made and opened: pictures of insects, a class and a box, three annotators. */
export const aProjectBody = (given: Partial<Body> = {}): Body => ({
  title: { en: "Forest insects", hi: "जंगल के कीड़े" },
  askedBy: "Forest Research Trust",
  purpose: { en: "To tell pests from insects that do no harm." },
  instructions: { en: "# Look\nTell the pest." },
  media: "image",
  overlap: { min: 1, max: 3 },
  pay: { kind: "paid", amountMicros: 500_000, currency: "INR" },
  ontology: {
    tools: ["class", "box"],
    labels: [aLabel("pest", "#d55e00"), aLabel("no_pest", "#009e73")],
  },
  ...given,
});

export const aLabel = (id: string, colour = "#0072b2"): Body["ontology"]["labels"][number] => ({
  id,
  names: { en: id },
  definition: { en: `What ${id} is.` },
  colour,
});
