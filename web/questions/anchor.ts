import type { BodyOf } from "../../lambdas/endpoints.ts";

/** What a question is about, as it travels. */
export type AnchorShape = BodyOf<"openThread">["anchor"];

/** As listThreads asks for it. */
export const anchorName = (anchor: AnchorShape): string => {
  switch (anchor.kind) {
    case "item":
      return `item:${anchor.itemId}`;
    case "label":
      return `label:${anchor.labelId}`;
    case "instructions":
      return "instructions";
  }
};
