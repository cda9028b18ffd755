import { addLogErrors, LEAST_CHANCE, type ShrinkageFit } from "./shrinkage-fit.ts";

/** Up to so many labels every one is tried as the worst; above, a bound takes its place, for the cube of labels is slow. */
const LABELS_TRIED = 64;

/**
 * By how much an annotator who could not tell may speak for class d against class c at most, in logs, at
 * `c × labels + d`: the worst over all labels she might have said of log P(label | d) − log P(label | c). Never negative,
 * as both are distributions. With many labels an upper bound of it: she counts for no less.
 */
export const worstRatios = (fit: ShrinkageFit, annotator: number): Float64Array => {
  const { labels } = fit;
  const rows = new Float64Array(labels * labels);
  for (let said = 0; said < labels; said += 1) addLogErrors(fit, annotator, said, rows, said * labels);
  return labels > LABELS_TRIED ? boundsOf(rows, labels) : worstOf(rows, labels);
};

const worstOf = (rows: Float64Array, labels: number): Float64Array => {
  const worst = new Float64Array(labels * labels);
  for (let said = 0; said < labels; said += 1)
    for (let held = 0; held < labels; held += 1)
      for (let rival = 0; rival < labels; rival += 1) {
        const ratio = rows[said * labels + rival]! - rows[said * labels + held]!;
        if (ratio > worst[held * labels + rival]!) worst[held * labels + rival] = ratio;
      }
  return worst;
};

const boundsOf = (rows: Float64Array, labels: number): Float64Array => {
  const most = new Float64Array(labels).fill(Math.log(LEAST_CHANCE));
  const least = new Float64Array(labels);
  for (let said = 0; said < labels; said += 1)
    for (let truth = 0; truth < labels; truth += 1) {
      most[truth] = Math.max(most[truth]!, rows[said * labels + truth]!);
      least[truth] = Math.min(least[truth]!, rows[said * labels + truth]!);
    }
  return Float64Array.from({ length: labels * labels }, (_, cell) => {
    const [held, rival] = [Math.floor(cell / labels), cell % labels];
    return held === rival ? 0 : most[rival]! - least[held]!;
  });
};

/**
 * The least that each class's probability can be, whatever those who could not tell would have said: `logs` are the
 * classes' log weights without them, `worst` the sum of their worst ratios. They never sum to more than 1, save by rounding.
 */
export const lowerProbabilities = (logs: Float64Array, worst: Float64Array): Float64Array =>
  logs.map((held, label) => {
    let rivals = 0;
    for (let rival = 0; rival < logs.length; rival += 1)
      if (rival !== label) rivals += Math.exp(logs[rival]! - held + worst[label * logs.length + rival]!);
    return 1 / (1 + rivals);
  });
