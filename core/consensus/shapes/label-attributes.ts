import type { ClassMethod } from "../classes/class-fit.ts";
import { byText } from "../tally.ts";
import { type LabelOfThing, labelThings } from "./label-things.ts";
import type { Attributes } from "./place.ts";

/** What one annotator says of a thing's attributes; what she leaves out is no vote. */
export interface AttributeVotes {
  readonly annotator: number;
  readonly attributes: Attributes;
}

/** The value of each attribute as a class method has it; the `label` is the value. */
export type AttributesOfThing = ReadonlyMap<string, LabelOfThing>;

/**
 * Decides the attributes of things, each attribute on its own, with all things together as its items. A thing has the
 * attributes that somebody gave it, in the order of their text.
 */
export const labelAttributes = (
  things: readonly (readonly AttributeVotes[])[],
  annotators: number,
  method: ClassMethod,
): readonly AttributesOfThing[] => {
  const found = things.map(() => new Map<string, LabelOfThing>());
  const names = [
    ...new Set(things.flatMap((votes) => votes.flatMap(({ attributes }) => Object.keys(attributes)))),
  ].sort(byText);
  for (const name of names) {
    const votes = things.map((voters) =>
      voters.flatMap(({ annotator, attributes }) => {
        const label = attributes[name];
        return label === undefined ? [] : [{ annotator, label }];
      }),
    );
    const voted = votes.flatMap((each, thing) => (each.length > 0 ? [thing] : []));
    const decided = labelThings(
      voted.map((thing) => votes[thing]!),
      annotators,
      method,
    );
    decided.forEach((value, at) => {
      found[voted[at]!]!.set(name, value);
    });
  }
  return found;
};
