import { knownSkills } from "../core/consensus/online/known-skills.ts";
import { type ItemLabel, learnSkills } from "../core/consensus/online/learn-skills.ts";
import { posteriorOf } from "../core/consensus/online/posterior-of.ts";
import { Streaming } from "../core/consensus/online/streaming.ts";
import { stopOrAsk } from "../core/consensus/stopping/stop-or-ask.ts";
import { knowledgeOf, type StopPolicy } from "../core/consensus/stopping/stop-policy.ts";
import { seeded } from "../core/seeded.ts";
import type { Run } from "./report.ts";

const LABELS = 10;
const ANNOTATORS = 1_000;
const OVERLAP = 5;
const POLICY: StopPolicy = { target: 0.95, overlap: { min: 2, max: 7 } };

/**
 * Deciding as answers come, with ten classes and a thousand annotators: so many items of five answers each, read under a
 * snapshot and streamed. CPU time of this process, so that a busy machine does not count.
 */
export const consensusOnline = (items: number): Run => {
  const byItem = answersTo(items);
  const all = byItem.flat();
  const labels = Array.from({ length: LABELS }, (_, at) => `label-${at}`);
  const [snapshot, learning] = timed(() => learnSkills(all, { labels, snapshot: 1 }));
  const [skills, reading] = timed(() => knownSkills(snapshot));
  const [, deciding] = timed(() => {
    for (const answers of byItem) posteriorOf(answers, skills);
  });
  const [contested, stopping] = timed(() => {
    let undecided = 0;
    for (const answers of byItem) {
      const known = knowledgeOf(
        skills,
        answers.map(({ annotatorId }) => annotatorId),
      );
      if (stopOrAsk(posteriorOf(answers, skills), POLICY, known).kind !== "decided") undecided += 1;
    }
    return undecided;
  });
  const stream = new Streaming(LABELS);
  const [, streaming] = timed(() => {
    for (const [item, answers] of byItem.entries())
      for (const { annotatorId, label } of answers)
        stream.add(item, Number(annotatorId.slice(1)), labels.indexOf(label));
  });
  const [, rescoring] = timed(() => stream.rescored());
  const perLabel = (microseconds: number): number => microseconds / all.length;
  return {
    items,
    labels: all.length,
    "snapshot, bytes": JSON.stringify(snapshot).length,
    "learn a snapshot, CPU s": learning / 1e6,
    "read a snapshot, CPU s": reading / 1e6,
    "decide, CPU µs per label": perLabel(deciding),
    "decide and stop or ask, CPU µs per label": perLabel(stopping),
    "items not decided": contested,
    "stream, CPU µs per label": perLabel(streaming),
    "re-score, CPU µs per label": perLabel(rescoring),
  };
};

/** Annotators right four times in five, in a random order of items. */
const answersTo = (items: number): readonly (readonly ItemLabel[])[] => {
  const { whole, chance } = seeded(1);
  return Array.from({ length: items }, (_, item) => {
    const truth = whole(0, LABELS - 1);
    const first = whole(0, ANNOTATORS - 1);
    return Array.from({ length: OVERLAP }, (_, nth) => ({
      itemId: `i${item}`,
      annotatorId: `a${(first + nth * 37) % ANNOTATORS}`,
      label: `label-${chance(0.8) ? truth : whole(0, LABELS - 1)}`,
    }));
  });
};

const timed = <Result>(run: () => Result): readonly [Result, number] => {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return [result, user + system];
};
