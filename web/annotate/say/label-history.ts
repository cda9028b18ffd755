import type { LabelId } from "../../../core/ids.ts";
import type { ResponseOf } from "../../../lambdas/endpoints.ts";

export type ShownOntology = ResponseOf<"getOntology">;

/** A version in which a label came to be, or came to mean something else, and which proposal that was for. */
export interface LabelStep {
  readonly version: number;
  readonly atMs: number;
  readonly because?: { readonly proposalId: string; readonly reason: string };
}

const sameText = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean => {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => one[key] === other[key]);
};

/**
 * What happened to a label, oldest first: the version that had it first, then each that changed its names or its
 * definition. Versions in any order, with gaps; empty when no version has the label.
 */
export const stepsOf = (versions: readonly ShownOntology[], id: LabelId): readonly LabelStep[] => {
  const steps: LabelStep[] = [];
  let before: ShownOntology["labels"][number] | undefined;
  for (const { version, labels, publishedAtMs, because } of [...versions].sort((a, b) => a.version - b.version)) {
    const label = labels.find((one) => one.id === id);
    if (!label) continue;
    const isNew = !before || !sameText(before.names, label.names) || !sameText(before.definition, label.definition);
    before = label;
    if (isNew) steps.push({ version, atMs: publishedAtMs, ...(because ? { because } : {}) });
  }
  return steps;
};
