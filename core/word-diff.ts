/** A run of words that both texts have, or only the later, or only the earlier. Spaces belong to the runs. */
export interface DiffPart {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** Above so many pairs of words a changed passage is shown as replaced whole: nobody reads such a diff word by word. */
const PAIRS_MAX = 4_000_000;

/**
 * What was done to `before` to make `after`, word by word. The parts that are not added make `before`, those not removed
 * make `after`, to the last space. The longest common subsequence of words stays, in passages of up to 2000 words;
 * neighbours of one kind are one part, and what went stands before what came.
 */
export const wordDiff = (before: string, after: string): readonly DiffPart[] => {
  const was = wordsOf(before);
  const is = wordsOf(after);
  const head = commonCount(was, is, (words, at) => words[at]);
  const wasRest = was.slice(head);
  const isRest = is.slice(head);
  const tail = commonCount(wasRest, isRest, (words, at) => words[words.length - 1 - at]);
  return joined([
    ...was.slice(0, head).map(same),
    ...changed(wasRest.slice(0, wasRest.length - tail), isRest.slice(0, isRest.length - tail)),
    ...was.slice(was.length - tail).map(same),
  ]);
};

const same = (text: string): DiffPart => ({ kind: "same", text });
const added = (text: string): DiffPart => ({ kind: "added", text });
const removed = (text: string): DiffPart => ({ kind: "removed", text });

/** Words and the spaces between them, each by itself. */
const wordsOf = (text: string): readonly string[] => text.match(/\s+|\S+/gu) ?? [];

const commonCount = (
  one: readonly string[],
  other: readonly string[],
  wordAt: (words: readonly string[], at: number) => string | undefined,
): number => {
  const most = Math.min(one.length, other.length);
  let count = 0;
  while (count < most && wordAt(one, count) === wordAt(other, count)) count++;
  return count;
};

const changed = (was: readonly string[], is: readonly string[]): readonly DiffPart[] => {
  if (was.length * is.length > PAIRS_MAX) return [...was.map(removed), ...is.map(added)];
  const width = is.length + 1;
  /** Common words from here to the end of both. */
  const common = new Uint16Array((was.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = was.length - 1; i >= 0; i--) {
    for (let j = is.length - 1; j >= 0; j--) {
      common[i * width + j] = was[i] === is[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const parts: DiffPart[] = [];
  let i = 0;
  let j = 0;
  while (i < was.length || j < is.length) {
    const old = was[i];
    const fresh = is[j];
    if (old !== undefined && old === fresh) {
      parts.push(same(old));
      i++;
      j++;
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      parts.push(removed(old));
      i++;
    } else if (fresh !== undefined) {
      parts.push(added(fresh));
      j++;
    }
  }
  return parts;
};

/**
 * Runs of a kind as one part. Between two things that stay, all that went comes before all that came; a space between
 * two replaced words is replaced with them, so that a rewritten sentence is one part that went and one that came.
 */
const joined = (parts: readonly DiffPart[]): readonly DiffPart[] => {
  const runs: DiffPart[] = [];
  let went = "";
  let came = "";
  let stayed = "";
  const settle = (): void => {
    if (went) runs.push(removed(went));
    if (came) runs.push(added(came));
    if (stayed) runs.push(same(stayed));
    [went, came, stayed] = ["", "", ""];
  };
  parts.forEach(({ kind, text }, at) => {
    const next = parts[at + 1]?.kind;
    if (kind === "same" && went && came && !stayed && next && next !== "same" && text.trim() === "") {
      went += text;
      came += text;
    } else if (kind === "same") stayed += text;
    else {
      if (stayed) settle();
      if (kind === "removed") went += text;
      else came += text;
    }
  });
  settle();
  return runs;
};
