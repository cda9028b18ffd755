import type { Tool } from "./ontology.ts";
import type { MediaKind } from "./project.ts";

/** What can be done to each kind of media: boxes are drawn on still pictures only. */
export const TOOLS_OF: Readonly<Record<MediaKind, readonly Tool[]>> = {
  image: ["class", "classes", "box"],
  video: ["class", "classes"],
  text: ["class", "classes"],
};

/** The tools that this kind of media cannot take; none when all fit. */
export const toolsThatDoNotFit = (media: MediaKind, tools: readonly Tool[]): readonly Tool[] =>
  tools.filter((tool) => !TOOLS_OF[media].includes(tool));
