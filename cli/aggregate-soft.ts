import { type Aggregate, rounded } from "./aggregate-lines.ts";
import { RESERVED } from "./crowd-csv/answer-rows.ts";
import { labelNamesOf } from "./crowd-csv/numbered-answers.ts";

/**
 * A JSON line for each task, in the order in which the file first names them: what was answered (`counts`), as shares of
 * the answers with a label (`p_over_labels`) and of all answers (`p_over_all`, which sums to less where somebody could
 * not tell), and what the method makes of it (`label`, `p`). `majority` is null where votes are even, `tie` says that the
 * method holds another label as likely as `label`. `entropy_bits` is that of `p_over_labels`; 0 without labels.
 */
export function* softLines(aggregate: Aggregate, method: string): Generator<string> {
  const { answers } = aggregate;
  const names = labelNamesOf(aggregate);
  const quoted = names.map((name) => JSON.stringify(name));
  const special = [RESERVED.none_fit, RESERVED.cant_tell, RESERVED.unusable].map((name) => names.indexOf(name));
  const counts = new Int32Array(answers.labels);
  for (let number = 0; number < answers.items; number += 1)
    yield softLine(aggregate, number, { method, quoted, special, counts });
}

interface SoftNames {
  readonly method: string;
  /** Names of labels as JSON, by label. */
  readonly quoted: readonly string[];
  /** The numbers of none_fit, cant_tell and unusable, -1 where nobody said so. */
  readonly special: readonly number[];
  /** Room to count in. */
  readonly counts: Int32Array;
}

const softLine = (
  { answers, items, decided }: Aggregate,
  number: number,
  { method, quoted, special, counts }: SoftNames,
): string => {
  const item = items.placeOf[number]!;
  const total = answers.starts[item + 1]! - answers.starts[item]!;
  counts.fill(0);
  for (let at = answers.starts[item]!; at < answers.starts[item + 1]!; at += 1) counts[answers.label[at]!]! += 1;
  const [noneFit = 0, cantTell = 0, unusable = 0] = special.map((label) => counts[label] ?? 0);
  const chosen = [...counts.keys()].filter((label) => counts[label]! > 0 && !special.includes(label));
  const labelled = total - noneFit - cantTell - unusable;
  const shares = chosen.map((label) => counts[label]! / labelled);
  const most = chosen.reduce((best, label) => Math.max(best, counts[label]!), 0);
  const leaders = chosen.filter((label) => counts[label] === most);
  const over = (figures: readonly (readonly [number, number])[]): string =>
    `{${figures.map(([label, figure]) => `${quoted[label]}:${figure}`).join(",")}}`;
  const likely = [...counts.keys()]
    .map((label) => [label, rounded(decided.chances[item * answers.labels + label]!)] as const)
    .filter(([, p]) => p >= 1e-6);
  const fields = [
    ["item", JSON.stringify(items.texts[number])],
    ["n_answers", total],
    ["counts", over(chosen.map((label) => [label, counts[label]!]))],
    ["n_none_fit", noneFit],
    ["n_cant_tell", cantTell],
    ...(unusable > 0 ? [["n_unusable", unusable]] : []),
    ["p_over_labels", over(chosen.map((label, at) => [label, rounded(shares[at]!)]))],
    ["p_over_all", over(chosen.map((label) => [label, rounded(counts[label]! / total)]))],
    ["entropy_bits", rounded(shares.reduce((sum, share) => sum - share * Math.log2(share), 0))],
    ["majority", leaders.length === 1 ? quoted[leaders[0]!] : "null"],
    ["tie", decided.tied[item] === 1],
    ["aggregation", JSON.stringify(method)],
    ["label", quoted[decided.label[item]!]],
    ["p", over(likely)],
  ];
  return `{${fields.map(([name, value]) => `"${name}":${value}`).join(",")}}\n`;
};
