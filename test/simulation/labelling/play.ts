import type { Answer } from "../../../core/annotation.ts";
import type { AnnotatorId, ItemId, LabelId } from "../../../core/ids.ts";
import type { Project } from "../../../core/project.ts";
import { annotatorOf } from "../../support/labelling.ts";
import type { World } from "../world/world.ts";

export const VENDOR = annotatorOf(90);
export const REVIEWER = annotatorOf(91);

/** What a client was told is stored. */
export interface Acknowledged {
  readonly personId: AnnotatorId;
  readonly itemId: string;
  readonly submissionId: string;
  readonly revision: number;
  readonly answer: Answer;
}

/** Everything that one world of labelling has in it. */
export interface Play {
  readonly world: World;
  readonly project: Project;
  readonly people: readonly AnnotatorId[];
  readonly itemIds: readonly ItemId[];
  readonly acknowledged: Acknowledged[];
  /** Proposals and exports that were asked for, for whoever goes on with them. */
  readonly proposals: string[];
  readonly exports: string[];
  readonly counts: {
    lost: number;
    corrections: number;
    late: number;
    reviews: number;
    reopened: number;
    plans: number;
  };
  isClosing: boolean;
  readonly endsAtMs: number;
}

const KNOWN = [
  { upTo: 0.85, answer: { kind: "none_fit" } },
  { upTo: 0.92, answer: { kind: "cant_tell" } },
  { upTo: 1, answer: { kind: "unusable", reason: "does_not_load" } },
] as const satisfies readonly { readonly upTo: number; readonly answer: Answer }[];

/** Most say what the item is, which for each item is the same label; some err, some doubt. */
export const anAnswer = ({ world }: Pick<Play, "world">, itemId: string, labels: readonly string[]): Answer => {
  const draw = world.steps.random();
  const right = labels[itemId.charCodeAt(0) % labels.length];
  const said = draw < 0.6 ? right : draw < 0.8 ? world.steps.pick(labels) : undefined;
  if (said !== undefined) return { kind: "labelled", value: { classes: [said as LabelId] } };
  return KNOWN.find(({ upTo }) => draw < upTo)?.answer ?? { kind: "cant_tell" };
};

/** Of this world: the same seed makes the same ones. */
export const newSubmissionId = ({ acknowledged, world }: Play): string => {
  const drawn = Math.floor(world.steps.random() * 2 ** 44)
    .toString(16)
    .padStart(12, "0");
  return `${String(acknowledged.length).padStart(8, "0")}-0000-4000-9000-${drawn}`;
};
