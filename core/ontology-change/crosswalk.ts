import type { Answer, Value } from "../annotation.ts";
import type { LabelId } from "../ids.ts";
import type { Ontology } from "../ontology.ts";

/** As which label an earlier one counts now. Only merges are in it: after a split a person must say which she means. */
export type Crosswalk = ReadonlyMap<LabelId, LabelId>;

/** No label counts as another. */
export const STRAIGHT: Crosswalk = new Map();

/** Merges followed to the end: what was merged into a label that was merged itself counts as the last. */
export const crosswalkOf = ({ retired }: Pick<Ontology, "retired">): Crosswalk => {
  const direct = new Map(
    retired.flatMap(({ id, retirement }) => (retirement.by === "merge" ? [[id, retirement.into] as const] : [])),
  );
  const last = (id: LabelId): LabelId => {
    const next = direct.get(id);
    return next === undefined ? id : last(next);
  };
  return new Map([...direct.keys()].map((id) => [id, last(id)]));
};

/** An answer as it counts now. What was said stays as it was said; the same object where nothing counts otherwise. */
export const countsAs = (answer: Answer, crosswalk: Crosswalk): Answer => {
  if (answer.kind !== "labelled" || crosswalk.size === 0) return answer;
  const { classes, shapes } = answer.value;
  const names = [...(classes ?? []), ...(shapes ?? []).map(({ label }) => label)];
  if (!names.some((id) => crosswalk.has(id))) return answer;
  const now = (id: LabelId): LabelId => crosswalk.get(id) ?? id;
  const value: Value = {
    ...(classes && { classes: [...new Set(classes.map(now))] }),
    ...(shapes && { shapes: shapes.map((shape) => ({ ...shape, label: now(shape.label) })) }),
  };
  return { kind: "labelled", value };
};
