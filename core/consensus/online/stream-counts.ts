import type { SoftCounts } from "../classes/shrinkage-counts.ts";
import { CELLS_MOST, type ShrinkageFit } from "../classes/shrinkage-fit.ts";
import { ROW_STRENGTH, SKILL_STRENGTH, tablesOf } from "../classes/shrinkage-tables.ts";
import { grown } from "./grown.ts";

const NONE = new Float64Array(0);
/**
 * The class prior starts as even as so many items would make it. Learned from first answers alone it would run away: what
 * came often early would be read into ever more items.
 */
const EVEN_ITEMS = 20;
/** Nobody is impossible: counts may fall below 0 by a rounding error. */
const LEAST = 1e-12;

/**
 * The default model's counts as they grow: what `SoftCounts` holds, for any number of annotators, with what is believed
 * of all together. That (mean skill, shape of errors, class prior) moves slowly, and is read anew now and then.
 */
export class StreamCounts {
  readonly labels: number;
  private annotators = 0;
  private items = 0;
  /** `(annotator × labels + label) × labels + trueClass`; given up where there would be too many. */
  private cells = NONE;
  /** `annotator × labels + trueClass`: her answers to that class. */
  private seen = NONE;
  private right = NONE;
  private answered = NONE;
  private readonly pooled: Float64Array;
  private readonly classes: Float64Array;
  private rightAll = 0;
  private answeredAll = 0;
  private believed: ShrinkageFit;
  readonly prior: Float64Array;
  private sinceBelieved = 0;
  private isCoin = false;

  constructor(labels: number) {
    this.labels = labels;
    this.pooled = new Float64Array(labels * labels);
    this.classes = new Float64Array(labels);
    this.prior = new Float64Array(labels);
    this.believed = this.believe();
  }

  /** How often somebody new is held to be right. */
  typicalSkill(): number {
    return this.believed.strangerSkill;
  }

  answersBy(annotator: number): number {
    return this.answered[annotator] ?? 0;
  }

  /** Multiplies `into` by P(label | annotator, class) for each class. */
  multiply(annotator: number, label: number, into: Float64Array): void {
    const { labels, cells, seen, believed } = this;
    const skill =
      (this.right[annotator]! + SKILL_STRENGTH * believed.strangerSkill) / (this.answered[annotator]! + SKILL_STRENGTH);
    const shape = label * labels;
    const row = (annotator * labels + label) * labels;
    const all = annotator * labels;
    for (let truth = 0; truth < labels; truth += 1) {
      const coin = truth === label ? skill : (1 - skill) * believed.shape[shape + truth]!;
      const chance = this.isCoin
        ? coin
        : (cells[row + truth]! + ROW_STRENGTH * coin) / (seen[all + truth]! + ROW_STRENGTH);
      into[truth]! *= chance > LEAST ? chance : LEAST;
    }
  }

  /** Makes room for an annotator. */
  meet(annotator: number): void {
    if (annotator >= this.annotators) this.grow(annotator + 1);
  }

  /** One more answer of hers: counted once it was read, for else it would count as wrong beforehand. */
  answer(annotator: number): void {
    this.answered[annotator]! += 1;
    this.answeredAll += 1;
    this.mayBelieve();
  }

  /** A new item. */
  item(): void {
    this.items += 1;
  }

  /** Reads anew what is believed of all, now and then: each answer pays for as much of it as a row of its own costs. */
  mayBelieve(): void {
    this.sinceBelieved += 1;
    if (this.sinceBelieved > this.labels) this.believed = this.believe();
  }

  /** Item's classes moved by `change`. */
  moveClasses(change: Float64Array): void {
    for (let truth = 0; truth < this.labels; truth += 1) this.classes[truth]! += change[truth]!;
  }

  /** What one answer says of its annotator moved by `change`. */
  move(annotator: number, label: number, change: Float64Array): void {
    const { labels, cells, seen, pooled } = this;
    const row = (annotator * labels + label) * labels;
    const all = annotator * labels;
    for (let truth = 0; truth < labels; truth += 1) {
      const by = change[truth]!;
      if (!this.isCoin) {
        cells[row + truth]! += by;
        seen[all + truth]! += by;
      }
      pooled[label * labels + truth]! += by;
    }
    this.right[annotator]! += change[label]!;
    this.rightAll += change[label]!;
  }

  /** Beliefs from the counts as they are, as a batch fit gives them. */
  fit(): ShrinkageFit {
    const { labels, annotators, pooled, classes, items } = this;
    const size = this.isCoin ? 0 : annotators * labels * labels;
    const counts: SoftCounts = {
      annotators,
      labels,
      cells: this.cells.subarray(0, size),
      pooled,
      right: this.right.subarray(0, annotators),
      answered: this.answered.subarray(0, annotators),
      classes,
      items,
    };
    return tablesOf(counts, new Float64Array(size));
  }

  private believe(): ShrinkageFit {
    this.sinceBelieved = 0;
    const { labels, pooled, classes, items, prior } = this;
    for (let label = 0; label < labels; label += 1)
      prior[label] = (classes[label]! + EVEN_ITEMS / labels) / (items + EVEN_ITEMS);
    const right = Float64Array.of(this.rightAll);
    const answered = Float64Array.of(this.answeredAll);
    const all = { annotators: 1, labels, cells: NONE, pooled, right, answered, classes, items };
    return tablesOf(all, NONE);
  }

  private grow(annotators: number): void {
    const { labels } = this;
    this.annotators = annotators;
    this.right = grown(this.right, annotators);
    this.answered = grown(this.answered, annotators);
    this.isCoin ||= annotators * labels * labels > CELLS_MOST;
    this.cells = this.isCoin ? NONE : grown(this.cells, annotators * labels * labels);
    this.seen = this.isCoin ? NONE : grown(this.seen, annotators * labels);
  }
}
