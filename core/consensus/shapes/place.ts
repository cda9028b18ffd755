import type { Bounds } from "../../geometry/bounds.ts";

/** One person's shape for one thing. */
export interface Drawn<Shape, Annotator extends string = string, Label extends string = string> {
  readonly annotator: Annotator;
  readonly label: Label;
  readonly shape: Shape;
  readonly attributes?: Attributes;
}

/** What else an annotator says of a shape: names of attributes and their values. */
export type Attributes = Readonly<Record<string, string>>;

/** All shapes of one annotator on one item; an empty list says "nothing here". */
export interface Drawing<Shape, Annotator extends string = string, Label extends string = string> {
  readonly annotator: Annotator;
  readonly shapes: readonly Omit<Drawn<Shape, Annotator, Label>, "annotator">[];
}

/** What matching must know of a kind of shape. A `Place` is where the shapes of one thing lie, taken together. */
export interface PlaceKind<Shape, Place> {
  /** At least one shape. The same place, to the bit, in whatever order they come. */
  readonly placeOf: (shapes: readonly Shape[]) => Place;
  readonly boundsOf: (place: Place) => Bounds;
  /** How well two places agree, 0 to 1; 0 where their bounds do not touch. */
  readonly overlapOf: (a: Place, b: Place) => number;
  /** An order of shapes by where they are: 0 only for shapes that are alike. */
  readonly compare: (a: Shape, b: Shape) => number;
}

/** Something to be matched: a place, with how many of those who drew it gave it each label. */
export interface Candidate<Place, Label extends string = string> {
  readonly place: Place;
  readonly labels: ReadonlyMap<Label, number>;
}
