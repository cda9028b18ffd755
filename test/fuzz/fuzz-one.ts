import { watchCoverage } from "./coverage.ts";
import type { Finding, FuzzPlan, FuzzReport } from "./fuzz-report.ts";
import type { FuzzTarget } from "./fuzz-target.ts";
import { type Luck, luckOf } from "./luck.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { isJson, mutateJson } from "./mutate-json.ts";

/** Different findings of one target; after so many it is broken enough. */
const FINDINGS_MAX = 5;
const SHRINK_RUNS = 500;
/** Asking what ran takes longer than most inputs: so many are looked at, then so many go by. */
const LOOKED_AT = 8;
const GO_BY = 16;
/** What the corpus keeps beside the seeds. */
const CORPUS_MAX = 2_000;

/** Tries inputs on a target: the seeds, then changes of what has reached something new. `announce` is told before each. */
export const fuzzOne = async (
  target: FuzzTarget,
  seeds: readonly Uint8Array[],
  { seed, inputs = Number.POSITIVE_INFINITY, forMs = Number.POSITIVE_INFINITY }: FuzzPlan,
  announce: (input: Uint8Array) => void,
): Promise<FuzzReport> => {
  const tried = (input: Uint8Array) => tryOn(target, input, announce);
  const luck = luckOf(seed);
  const corpus = [...seeds];
  const outcomes: Record<string, number> = {};
  const findings = new Map<string, Finding>();
  const coverage = watchCoverage(target.covers);
  const endMs = performance.now() + forMs;
  const count = Math.ceil(inputs * (target.share ?? 1));
  let kept = 0;
  let at = 0;
  for (; at < count + seeds.length && findings.size < FINDINGS_MAX && performance.now() < endMs; at++) {
    const input = seeds[at] ?? mutated(target, corpus, luck);
    const turn = at < seeds.length ? 0 : at % (LOOKED_AT + GO_BY);
    if (turn === 0) coverage.skip();
    const first = await tried(input);
    const isNew = turn < LOOKED_AT && coverage.hasNew();
    const again = isNew || turn === GO_BY ? await tried(input) : first;
    if (isNew) coverage.skip();
    const found = first.state === "found" ? first : again.state === "found" ? again : fickle(first, again);
    if (found) {
      outcomes["FOUND"] = (outcomes["FOUND"] ?? 0) + 1;
      if (!findings.has(found.sort)) {
        findings.set(found.sort, { what: found.what, input: await shrunk(tried, input, found.sort) });
        coverage.skip();
      }
    } else if (first.state === "gave") outcomes[first.kind] = (outcomes[first.kind] ?? 0) + 1;
    if (!isNew || at < seeds.length || corpus.length >= CORPUS_MAX || !isWorthChanging(target, input)) continue;
    corpus.push(input);
    kept++;
  }
  coverage.close();
  return { name: target.name, inputs: at, kept, outcomes, findings: [...findings.values()] };
};

/** Of a format in JSON, what is none is tried and not built upon. */
const isWorthChanging = ({ form }: FuzzTarget, input: Uint8Array): boolean => form === "bytes" || isJson(input);

const mutated = ({ form, words = [] }: FuzzTarget, corpus: readonly Uint8Array[], luck: Luck): Uint8Array => {
  const mutate = form === "json" ? mutateJson : mutateBytes;
  return mutate(luck.of(corpus), luck, corpus, words);
};

interface Found {
  readonly state: "found";
  /** Equal for what is the same fault. */
  readonly sort: string;
  readonly what: string;
}
type Tried = { readonly state: "gave"; readonly kind: string; readonly all: string } | Found;

const tryOn = async ({ run }: FuzzTarget, input: Uint8Array, announce: (input: Uint8Array) => void): Promise<Tried> => {
  announce(input);
  try {
    const outcome = await run(input.slice());
    return { state: "gave", kind: outcome.kind, all: JSON.stringify(outcome) };
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : `thrown: ${String(error)}`;
    return { state: "found", sort: sortOf(error, what), what };
  }
};

/** By where it was thrown: what it says may hold a part of the input. */
const sortOf = (error: unknown, what: string): string => {
  const place = /\n\s+at [^\n]*?([\w.-]+:\d+:\d+)/.exec(what)?.[1] ?? "";
  const name = error instanceof Error ? error.name : typeof error;
  return what.startsWith("Error: must hold") ? (what.split("\n")[0] ?? "") : `${name} ${place}`;
};

const fickle = (first: Tried, again: Tried): Found | undefined =>
  first.state === "gave" && again.state === "gave" && first.all !== again.all
    ? { state: "found", sort: "fickle", what: `said two things of the same input:\n${first.all}\n${again.all}` }
    : undefined;

/** The same fault in fewer bytes: stretches are left out, from halves down to single bytes. */
const shrunk = async (
  tried: (input: Uint8Array) => Promise<Tried>,
  input: Uint8Array,
  sort: string,
): Promise<Uint8Array> => {
  let best = input;
  let runs = 0;
  for (
    let step = Math.ceil(best.length / 2);
    step >= 1 && sort !== "fickle";
    step = step === 1 ? 0 : Math.ceil(step / 2)
  ) {
    for (let from = 0; from < best.length && runs < SHRINK_RUNS; runs++) {
      const less = Buffer.concat([best.subarray(0, from), best.subarray(from + step)]);
      const result = await tried(less);
      if (result.state === "found" && result.sort === sort) best = less;
      else from += step;
    }
  }
  return best;
};
