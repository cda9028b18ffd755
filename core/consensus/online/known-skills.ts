import { CELLS_MOST, LEAST_CHANCE, type ShrinkageFit, STRANGER } from "../classes/shrinkage-fit.ts";
import { type AnnotatorSkill, type SkillsSnapshot, STEPS_PER_NAT } from "./skills-snapshot.ts";
import { typicalEvidence } from "./typical-evidence.ts";

/** A snapshot laid out for reading: make it once, then each item costs microseconds. */
export interface KnownSkills {
  readonly snapshot: number;
  readonly rho: number;
  /** Names of the classes by number. */
  readonly labels: readonly string[];
  /** What all readers of one item take: `outcomeOf` with its special answers, `posteriorOf` without. */
  readonly fit: ShrinkageFit;
  /** What a usual answer says for its label, in nats. */
  readonly typicalEvidence: number;
  readonly annotatorNumbers: ReadonlyMap<string, number>;
  readonly labelNumbers: ReadonlyMap<string, number>;
}

/**
 * Reads a snapshot for the labels of an ontology. A label that it has not seen (a later version added it) is as likely
 * as the mean of all, and errors about it fall evenly; a label that is gone is passed over.
 */
export const knownSkills = (snapshot: SkillsSnapshot, labels: readonly string[] = snapshot.labels): KnownSkills => {
  const seenAt = new Map(snapshot.labels.map((label, at) => [label, at]));
  const from = labels.map((label) => seenAt.get(label) ?? -1);
  const cells = snapshot.annotators.length * labels.length ** 2;
  const hasTables = cells <= CELLS_MOST && snapshot.annotators.some(({ errors }) => errors !== undefined);
  const shape = shapeFor(snapshot, from);
  const logErrors = new Float64Array(hasTables ? cells : 0);
  if (hasTables)
    for (const [number, annotator] of snapshot.annotators.entries())
      fillTable(annotator, { from, shape, seenLabels: snapshot.labels.length }, logErrors, number * labels.length ** 2);
  const fit: ShrinkageFit = {
    annotators: snapshot.annotators.length,
    labels: labels.length,
    logErrors,
    skill: Float64Array.from(snapshot.annotators, ({ skill }) => skill),
    strangerSkill: snapshot.strangerSkill,
    classPrior: priorFor(snapshot, from),
    shape,
    answered: Float64Array.from(snapshot.annotators, ({ answered }) => answered),
    right: Float64Array.from(snapshot.annotators, ({ answered, skill }) => answered * skill),
  };
  return {
    snapshot: snapshot.snapshot,
    rho: snapshot.rho,
    labels,
    fit,
    typicalEvidence: typicalEvidence(fit),
    annotatorNumbers: new Map(snapshot.annotators.map(({ id }, number) => [id, number])),
    labelNumbers: new Map(labels.map((label, number) => [label, number])),
  };
};

/** An annotator's number, or `STRANGER`. */
export const annotatorNumber = ({ annotatorNumbers }: KnownSkills, id: string): number =>
  annotatorNumbers.get(id) ?? STRANGER;

/** Her answers that the snapshot was learned from: 0 of a stranger. */
export const answeredBy = (skills: KnownSkills, id: string): number =>
  skills.fit.answered[annotatorNumber(skills, id)] ?? 0;

/** A label's number. Throws on a label of no version that the skills were read for: its answers are to be left out first. */
export const labelNumber = ({ labelNumbers, labels }: KnownSkills, label: string): number => {
  const number = labelNumbers.get(label);
  if (number === undefined) throw new RangeError(`label "${label}" is none of ${labels.join(", ")}`);
  return number;
};

const priorFor = ({ classPrior, labels }: SkillsSnapshot, from: readonly number[]): Float64Array => {
  const mean = 1 / Math.max(1, labels.length);
  const prior = Float64Array.from(from, (seen) => classPrior[seen] ?? mean);
  const sum = prior.reduce((total, chance) => total + chance, 0);
  return prior.map((chance) => chance / sum);
};

const shapeFor = ({ shape, labels }: SkillsSnapshot, from: readonly number[]): Float64Array => {
  const even = from.length > 1 ? 1 / (from.length - 1) : 0;
  const read = new Float64Array(from.length ** 2);
  for (const [said, seenSaid] of from.entries())
    for (const [truth, seenTruth] of from.entries()) {
      const isSeen = seenSaid >= 0 && seenTruth >= 0;
      if (said !== truth)
        read[said * from.length + truth] = isSeen ? shape[seenSaid * labels.length + seenTruth]! : even;
    }
  return read;
};

interface TableRead {
  readonly from: readonly number[];
  readonly shape: Float64Array;
  readonly seenLabels: number;
}

const fillTable = (
  { errors, skill }: AnnotatorSkill,
  { from, shape, seenLabels }: TableRead,
  logErrors: Float64Array,
  at: number,
): void => {
  for (const [said, seenSaid] of from.entries())
    for (const [truth, seenTruth] of from.entries()) {
      const cell = said * from.length + truth;
      const kept = seenSaid >= 0 && seenTruth >= 0 ? errors?.[seenSaid * seenLabels + seenTruth] : undefined;
      const coin = said === truth ? skill : (1 - skill) * shape[cell]!;
      logErrors[at + cell] = kept === undefined ? Math.log(Math.max(coin, LEAST_CHANCE)) : -kept / STEPS_PER_NAT;
    }
};
