import type { z } from "zod";
import type { Label, Tool } from "../core/ontology.ts";
import type { MediaKind } from "../core/project.ts";
import { refuse } from "../core/refusal.ts";
import { TOOLS_OF, toolsThatDoNotFit } from "../core/tools-fit.ts";
import type { label } from "./api/shapes.ts";

/** Refuses an ontology whose tools this kind of media cannot take. */
export const refuseToolsThatDoNotFit = (media: MediaKind, tools: readonly Tool[]): void => {
  const wrong = toolsThatDoNotFit(media, tools);
  if (wrong.length === 0) return;
  throw refuse("bad-request", `${wrong.join(", ")} cannot be used on ${media}`, {
    field: "body.ontology.tools",
    value: wrong.join(", "),
    allowed: TOOLS_OF[media].join(", "),
  });
};

/** A label as sent. JSON has no undefined, but zod's type of an absent key allows it. */
export const draftLabel = ({ exampleKey, ...rest }: z.output<typeof label>): Omit<Label, "number"> => ({
  ...rest,
  ...(exampleKey !== undefined && { exampleKey }),
});
