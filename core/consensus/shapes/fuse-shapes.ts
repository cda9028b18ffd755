import type { ClassMethod } from "../classes/class-fit.ts";
import { shrinkage } from "../classes/shrinkage.ts";
import { byText } from "../tally.ts";
import { checkDrawings, type ItemDrawings } from "./check-drawings.ts";
import {
  type DrawingRates,
  type ExistenceRates,
  existenceOf,
  learnRates,
  RATES_AT_FIRST,
  REAL_AT_FIRST,
} from "./existence.ts";
import { agreementWithOthers, weightsByAgreement } from "./fuse-box-sides.ts";
import { type AttributesOfThing, labelAttributes } from "./label-attributes.ts";
import { type LabelOfThing, labelThings } from "./label-things.ts";
import type { ShapeKind, ShapesOfThing } from "./shape-kind.ts";
import { SIGMA_AT_FIRST, weightsOf } from "./side-spread.ts";
import { type Thing, type Things, thingsOf } from "./things.ts";
import { doubtsAbout, type ObjectDoubt, type Verdict, verdictOn } from "./verdict.ts";

/** One thing that the annotators of an item drew, together or alone. */
export interface FusedShape<Shape> {
  readonly label: string;
  readonly shape: Shape;
  /** Who drew it, in the order of their text. */
  readonly annotators: readonly string[];
  /** How sure it is that the thing is there, 0 to 1, never quite either. */
  readonly existence: number;
  readonly verdict: Verdict;
  /** How sure the label is, given that the thing is there. */
  readonly labelConfidence: number;
  /** Every label that somebody gave it, likeliest first, then by text. */
  readonly labels: readonly { readonly label: string; readonly share: number }[];
  readonly attributes: AttributesOfThing;
  /** Mean similarity of every two shapes that were drawn for it, 0 to 1; null for a single one. */
  readonly spatialAgreement: number | null;
  /** Empty when all is clear. */
  readonly doubts: readonly ObjectDoubt[];
}

/** What a project says of one annotator's drawing. */
export interface DrawingSkill extends DrawingRates {
  readonly annotator: string;
  /** Usual distance of her sides from the agreed ones, as a share of width or height; the same for all where unknown. */
  readonly sigma: number;
}

/** What a batch pass learned of a project's drawing: enough to fuse a single item later. */
export interface DrawingSnapshot {
  /** In the order of the annotators' text. A stranger has the first beliefs. */
  readonly skills: readonly DrawingSkill[];
  /** Share of the drawn things that are there. */
  readonly real: number;
}

/** How things are decided; all of it may be left out. */
export interface FuseOptions {
  /** Decides labels and attributes, with things as items. @default the class engine's default */
  readonly method?: ClassMethod;
  /** Skills to use instead of learning from these items. */
  readonly snapshot?: DrawingSnapshot;
}

/** Things item by item, in the order in which the items came, and what was learned or handed in. */
export interface ShapeFusion<Shape> {
  readonly items: readonly { readonly itemId: string; readonly shapes: readonly FusedShape<Shape>[] }[];
  readonly snapshot: DrawingSnapshot;
}

/**
 * Fuses the shapes of a whole project, or of one item with a snapshot: matches them across annotators, decides what is
 * there and what it is called, and fuses coordinates. Refuses an item or annotator given twice and shapes with a fault.
 */
export const fuseShapes = <Shape, Place>(
  items: readonly ItemDrawings<Shape>[],
  kind: ShapeKind<Shape, Place>,
  { method = shrinkage, snapshot }: FuseOptions = {},
): ShapeFusion<Shape> => {
  checkDrawings(items, kind.faultOf);
  // Sums run in the order of ids, so that the order of arrival does not touch a bit.
  const inOrder = items.toSorted((a, b) => byText(a.itemId, b.itemId));
  const found = thingsOf(inOrder, kind);
  const drawn = shapesOf(found);
  const rates = snapshot ? ratesFrom(snapshot, found.annotators) : learnRates(found.sightings);
  const sigmas = snapshot ? sigmasFrom(snapshot, found.annotators) : learnedSigmas(drawn, found, kind);
  const existence = existenceOf(found.sightings, rates);
  const labels = labelsOf(found, method);
  const attributes = attributesOf(found, method);
  const weights = weightsOf(sigmas);
  const shapes = inOrder.map((): FusedShape<Shape>[] => []);
  found.things.forEach((thing, at) => {
    const place = placeOf(drawn[at]!, weights, kind);
    shapes[thing.item]!.push(fusedShape(thing, place, existence[at]!, labels[at]!, attributes[at]!));
  });
  const byId = new Map(inOrder.map(({ itemId }, at) => [itemId, shapes[at]!]));
  for (const ofItem of shapes) ofItem.sort((a, b) => kind.compare(a.shape, b.shape));
  return {
    items: items.map(({ itemId }) => ({ itemId, shapes: byId.get(itemId) ?? [] })),
    snapshot: snapshot ?? snapshotOf(found.annotators, rates, sigmas),
  };
};

interface FusedPlace<Shape> {
  readonly shape: Shape;
  readonly spatialAgreement: number | null;
}

const placeOf = <Shape, Place>(
  { annotators, shapes }: ShapesOfThing<Shape>,
  weights: Float64Array,
  kind: ShapeKind<Shape, Place>,
): FusedPlace<Shape> => {
  const [only] = shapes;
  if (shapes.length === 1 && only !== undefined) return { shape: only, spatialAgreement: null };
  const agreement = agreementWithOthers(shapes, kind.similarityOf);
  const byAnnotator = Float64Array.from(annotators, (who) => weights[who]!);
  return {
    shape: kind.fuse(shapes, weightsByAgreement(agreement, byAnnotator)),
    spatialAgreement: agreement.reduce((sum, each) => sum + each, 0) / agreement.length,
  };
};

const fusedShape = <Shape>(
  { members }: Thing<Shape>,
  { shape, spatialAgreement }: FusedPlace<Shape>,
  existence: number,
  { label, confidence, isTied, labels }: LabelOfThing,
  attributes: AttributesOfThing,
): FusedShape<Shape> => ({
  label,
  shape,
  annotators: members.map(({ annotator }) => annotator),
  existence,
  verdict: verdictOn({ existence }),
  labelConfidence: confidence,
  labels,
  attributes,
  spatialAgreement,
  doubts: doubtsAbout({ existence, labelConfidence: confidence, isLabelTied: isTied, spatialAgreement }),
});

const shapesOf = <Shape>({ things, numberOf }: Things<Shape>): readonly ShapesOfThing<Shape>[] =>
  things.map(({ members }) => ({
    annotators: Int32Array.from(members, ({ annotator }) => numberOf.get(annotator) ?? -1),
    shapes: members.map(({ shape }) => shape),
  }));

const labelsOf = ({ things, annotators, numberOf }: Things<unknown>, method: ClassMethod): readonly LabelOfThing[] =>
  labelThings(
    things.map(({ members }) =>
      members.map(({ annotator, label }) => ({ annotator: numberOf.get(annotator) ?? -1, label })),
    ),
    annotators.length,
    method,
  );

const attributesOf = ({ things, annotators, numberOf }: Things<unknown>, method: ClassMethod) =>
  labelAttributes(
    things.map(({ members }) =>
      members.map(({ annotator, attributes = {} }) => ({ annotator: numberOf.get(annotator) ?? -1, attributes })),
    ),
    annotators.length,
    method,
  );

const learnedSigmas = <Shape, Place>(
  drawn: readonly ShapesOfThing<Shape>[],
  { annotators }: Things<Shape>,
  { learnSigmas }: ShapeKind<Shape, Place>,
): Float64Array => learnSigmas?.(drawn, annotators.length) ?? new Float64Array(annotators.length).fill(SIGMA_AT_FIRST);

const snapshotOf = (
  annotators: readonly string[],
  { miss, falseAlarm, real }: ExistenceRates,
  sigmas: Float64Array,
): DrawingSnapshot => ({
  skills: annotators.map((annotator, at) => ({
    annotator,
    miss: miss[at]!,
    falseAlarm: falseAlarm[at]!,
    sigma: sigmas[at]!,
  })),
  real,
});

const ratesFrom = ({ skills, real }: DrawingSnapshot, annotators: readonly string[]): ExistenceRates => {
  const known = new Map(skills.map((skill) => [skill.annotator, skill]));
  const rate = (which: keyof DrawingRates): Float64Array =>
    Float64Array.from(annotators, (annotator) => (known.get(annotator) ?? RATES_AT_FIRST)[which]);
  return { miss: rate("miss"), falseAlarm: rate("falseAlarm"), real };
};

const sigmasFrom = ({ skills }: DrawingSnapshot, annotators: readonly string[]): Float64Array => {
  const known = new Map(skills.map(({ annotator, sigma }) => [annotator, sigma]));
  return Float64Array.from(annotators, (annotator) => known.get(annotator) ?? SIGMA_AT_FIRST);
};

/** Nobody known: every annotator alike, as before a project's first batch pass. */
export const NOBODY_KNOWN: DrawingSnapshot = { skills: [], real: REAL_AT_FIRST };
