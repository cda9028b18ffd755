import { describe, expect, it } from "vitest";
import { shrinkage } from "../../../../core/consensus/classes/shrinkage.ts";
import { CROWD_SETS, type CrowdSetName, crowdSet, hasCrowdSets } from "../../../support/crowd-sets.ts";
import { figuresOf } from "./calibration.ts";

interface Published {
  readonly accuracy: number;
  readonly ece: number;
  readonly nll: number;
  /** Of crowd-kit with its defaults: accuracy of majority vote (its ties go to the first label) and Dawid–Skene, ECE of the latter. */
  readonly crowdKit: readonly [majority: number, dawidSkene: number, ece: number];
}

const PUBLISHED: Readonly<Record<CrowdSetName, Published>> = {
  bluebird: { accuracy: 0.8981, ece: 0.025, nll: 0.302, crowdKit: [0.7593, 0.8889, 0.097] },
  dog: { accuracy: 0.8377, ece: 0.104, nll: 0.569, crowdKit: [0.8178, 0.8426, 0.151] },
  rte: { accuracy: 0.9287, ece: 0.02, nll: 0.19, crowdKit: [0.9187, 0.9275, 0.068] },
  web: { accuracy: 0.8292, ece: 0.069, nll: 0.493, crowdKit: [0.7765, 0.8293, 0.099] },
  cf: { accuracy: 0.8867, ece: 0.093, nll: 0.514, crowdKit: [0.9, 0.83, 0.138] },
  music_genre_ms: { accuracy: 0.8, ece: 0.107, nll: 0.87, crowdKit: [0.71, 0.7686, 0.161] },
  sp_amt: { accuracy: 0.944, ece: 0.051, nll: 0.278, crowdKit: [0.944, 0.944, 0.056] },
  zencrowd_in: { accuracy: 0.7701, ece: 0.033, nll: 0.487, crowdKit: [0.7441, 0.7608, 0.132] },
  d_product: { accuracy: 0.9364, ece: 0.014, nll: 0.205, crowdKit: [0.8966, 0.9397, 0.03] },
  d_possent: { accuracy: 0.96, ece: 0.015, nll: 0.126, crowdKit: [0.932, 0.96, 0.038] },
};

const measured = () =>
  CROWD_SETS.map((name) => {
    const { answers, truth } = crowdSet(name);
    return { name, ...figuresOf(shrinkage(answers), truth, answers.labels) };
  });

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

describe("the default on ten real sets of answers", () => {
  it("is as right and as calibrated as the figures once measured for this model", (context) => {
    if (!hasCrowdSets()) return void context.annotate("no crowd sets beside the repository: not shown");
    const figures = measured();
    for (const { name, accuracy, ece, nll } of figures) {
      const published = PUBLISHED[name];
      expect(Math.abs(accuracy - published.accuracy), `accuracy on ${name}`).toBeLessThanOrEqual(0.005);
      expect(Math.abs(ece - published.ece), `ECE on ${name}`).toBeLessThanOrEqual(0.01);
      expect(Math.abs(nll - published.nll), `NLL on ${name}`).toBeLessThanOrEqual(0.01);
    }
    expect(mean(figures.map(({ accuracy }) => accuracy))).toBeGreaterThanOrEqual(0.879);
    expect(mean(figures.map(({ ece }) => ece))).toBeLessThanOrEqual(0.0535);
    expect(mean(figures.map(({ nll }) => nll))).toBeLessThanOrEqual(0.4035);
    console.info(tableOf(figures));
  });
});

const tableOf = (figures: ReturnType<typeof measured>): string =>
  [
    "set             accuracy  crowd-kit MV  crowd-kit DS    ECE  crowd-kit DS    NLL",
    ...figures.map(({ name, accuracy, ece, nll }) => {
      const [majority, dawidSkene, theirEce] = PUBLISHED[name].crowdKit;
      const cells = [accuracy.toFixed(4), majority.toFixed(4), dawidSkene.toFixed(4), ece.toFixed(3)];
      return [name.padEnd(14), ...cells, theirEce.toFixed(3), nll.toFixed(3)].map((cell) => cell.padStart(9)).join(" ");
    }),
  ].join("\n");
