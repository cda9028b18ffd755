import type { z } from "zod";
import { exampleTypeOf } from "../core/example-key.ts";
import type { ProjectId } from "../core/ids.ts";
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

/** Refuses examples that were not put there for this project: an address of theirs would show what others hold. */
export const refuseExamplesOfOthers = (
  projectId: ProjectId,
  labels: readonly Pick<Label, "exampleKey">[],
  field: string,
): void => {
  for (const [at, { exampleKey }] of labels.entries()) {
    if (exampleKey === undefined || exampleTypeOf(projectId, exampleKey)) continue;
    throw refuse("bad-request", "this is no example of a label of this project", {
      field: `${field}.${at}.exampleKey`,
      value: exampleKey.slice(0, 80),
      allowed: "a key that startUpload gave for an example of this project; one that is just made has none yet",
    });
  }
};

/** A label as sent. JSON has no undefined, but zod's type of an absent key allows it. */
export const draftLabel = ({ exampleKey, ...rest }: z.output<typeof label>): Omit<Label, "number"> => ({
  ...rest,
  ...(exampleKey !== undefined && { exampleKey }),
});
