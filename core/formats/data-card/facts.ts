import { NONE_FIT } from "../../consensus/project-answers.ts";
import type { Tool } from "../../ontology.ts";
import type { Crosswalk } from "../../ontology-change/crosswalk.ts";
import { type ExportedAnswer, type ExportedItem, labelsIn, votesAsCounted } from "../exported-item.ts";
import { entropyBits } from "../soft-labels.ts";

/**
 * What the data card is filled from: sums over items, so that the facts of two parts of a project put together are those
 * of the whole. They take room for labels and people, never for items.
 */
export interface CardFacts {
  /** Whole numbers by name; the names are made in this file, and read in figures.ts. */
  readonly counts: Readonly<Record<string, number>>;
  /** Pseudonyms of everybody with an answer, sorted. */
  readonly annotators: readonly string[];
  /** The first and last day of an answer, UTC; absent where nobody answered. */
  readonly days?: readonly [first: string, last: string];
}

export const NO_FACTS: CardFacts = { counts: {}, annotators: [] };

/** Sums up items of one piece of an export. */
export interface FactsCount {
  add(item: ExportedItem): void;
  /** Of what was added so far; the same for any order of the items. */
  facts(): CardFacts;
}

/** Starts at nothing. Answers count as they do under the version in force. */
export const countFacts = ({ crosswalk, tools }: { crosswalk: Crosswalk; tools: readonly Tool[] }): FactsCount => {
  const counts = new Map<string, number>();
  const annotators = new Set<string>();
  let days: CardFacts["days"];
  const count = (name: string, by = 1): void => void counts.set(name, (counts.get(name) ?? 0) + by);
  return {
    add(item) {
      for (const { pseudonym, day, revision, counted } of item.answers) {
        annotators.add(pseudonym);
        days = joined(days, [day, day]);
        if (revision > 1) count("corrections");
        if (!counted) count("uncounted");
      }
      const { state } = item.outcome;
      if (state === "rejected" || state === "replaced") return;
      const votes = votesAsCounted(item, crosswalk);
      countItem(item, votes, count);
      countEarlier(item, count);
      countVotes(votes, count);
      countLabels(item, votes, count);
      countAgreement(
        votes.flatMap((vote) => namedBy(vote, tools)),
        tools,
        count,
      );
      if (tools.includes("class")) countDissent(item, votes, count);
    },
    facts: () => factsFrom(counts, annotators, days),
  };
};

/** The facts of all parts together, in whatever order they come. */
export const joinFacts = (parts: readonly CardFacts[]): CardFacts => {
  const counts = new Map<string, number>();
  const annotators = new Set<string>();
  let days: CardFacts["days"];
  for (const part of parts) {
    for (const [name, count] of Object.entries(part.counts)) counts.set(name, (counts.get(name) ?? 0) + count);
    for (const annotator of part.annotators) annotators.add(annotator);
    days = joined(days, part.days);
  }
  return factsFrom(counts, annotators, days);
};

const factsFrom = (
  counts: ReadonlyMap<string, number>,
  annotators: ReadonlySet<string>,
  days: CardFacts["days"],
): CardFacts => ({
  counts: Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  annotators: [...annotators].sort(),
  ...(days && { days }),
});

const joined = (one: CardFacts["days"], other: CardFacts["days"]): CardFacts["days"] => {
  if (!one || !other) return one ?? other;
  return [one[0] < other[0] ? one[0] : other[0], one[1] > other[1] ? one[1] : other[1]];
};

type Count = (name: string, by?: number) => void;

const countItem = (
  { outcome, reviewed, round, askedAgain }: ExportedItem,
  votes: readonly ExportedAnswer[],
  count: Count,
): void => {
  count("items");
  count(`state/${outcome.state}`);
  count(`round/${round}`);
  count(`answers/${votes.length}`);
  if (reviewed) count("reviewed");
  for (const why of new Set(askedAgain)) count(`again/${why}`);
  if (outcome.state === "agreed") for (const label of labelsIn(outcome.value)) count(`decided/${label}`);
};

/** What was said in rounds that ended: it decides nothing any more, and is why many of them did. */
const countEarlier = ({ answers, round }: ExportedItem, count: Count): void => {
  for (const one of answers) if (one.current && one.counted && one.round < round) count(`earlier/${one.answer.kind}`);
};

const countVotes = (votes: readonly ExportedAnswer[], count: Count): void => {
  for (const { answer, ontologyVersion, instructionsVersion } of votes) {
    count(`kind/${answer.kind}`);
    count(`version/${ontologyVersion}`);
    count(instructionsVersion === undefined ? "instructions-unknown" : `instructions/${instructionsVersion}`);
    if ("reason" in answer && answer.reason) count(`reason/${answer.kind}/${answer.reason}`);
  }
};

/** For each label that anybody named: what all the others said of the same items. */
const countLabels = ({ outcome }: ExportedItem, votes: readonly ExportedAnswer[], count: Count): void => {
  const named = votes.flatMap(({ answer }) => (answer.kind === "labelled" ? labelsIn(answer.value) : []));
  for (const label of new Set(named)) {
    count(`label/${label}/items`);
    count(`label/${label}/named`, named.filter((one) => one === label).length);
    count(`label/${label}/votes`, votes.length);
    if (outcome.state === "contested") count(`label/${label}/contested`);
    for (const { answer } of votes) if (answer.kind !== "labelled") count(`label/${label}/${answer.kind}`);
  }
};

/**
 * What an answer names, for agreement: nothing where it takes no part. With one label an answer, "none of these fit" is one
 * more label, as in the agreement that vendors are shown; "can't tell" and "unusable" say nothing of who takes what for what.
 */
const namedBy = ({ answer }: ExportedAnswer, tools: readonly Tool[]): readonly (readonly string[])[] => {
  if (!tools.includes("class")) return answer.kind === "labelled" ? [labelsIn(answer.value)] : [];
  if (answer.kind === "none_fit") return [[NONE_FIT]];
  return answer.kind === "labelled" ? [labelsIn({ classes: answer.value.classes ?? [] })] : [];
};

/**
 * All that Krippendorff's nominal alpha and percent agreement need: by number of answers, items and ordered pairs of
 * answers of which one names a label and the other does not.
 */
const countAgreement = (named: readonly (readonly string[])[], tools: readonly Tool[], count: Count): void => {
  const size = named.length;
  if (size < 2) return;
  count(`size/${size}`);
  const said = new Map<string, number>();
  for (const label of named.flat()) said.set(label, (said.get(label) ?? 0) + 1);
  for (const [label, times] of said) {
    count(`said/${label}`, times);
    if (times < size) count(`unlike/${label}/${size}`, times * (size - times));
  }
  if (!tools.includes("class")) return;
  count(`spread/${spreadOf(entropyBits([...said.values()]))}`);
  const labels = [...said.keys()].sort();
  for (const [at, a] of labels.entries()) for (const b of labels.slice(at + 1)) count(`split/${a}/${b}`);
};

/** In which quarter of a scale an item's entropy lies: 1 bit is an even split between two labels. */
export const SPREADS = ["none", "up to half a bit", "up to one bit", "over one bit"] as const;
const spreadOf = (bits: number): (typeof SPREADS)[number] => {
  if (bits === 0) return "none";
  if (bits <= 0.5) return "up to half a bit";
  return bits <= 1 ? "up to one bit" : "over one bit";
};

/** Of the answers under a decided label, how many say another. */
const countDissent = ({ outcome }: ExportedItem, votes: readonly ExportedAnswer[], count: Count): void => {
  if (outcome.state !== "agreed") return;
  const decided = outcome.value.classes?.[0];
  for (const { answer } of votes) {
    const same = answer.kind === "labelled" && answer.value.classes?.[0] === decided;
    count(same ? "behind" : "dissent");
  }
};
