import { type BackgroundName, background, type EndpointName } from "../../lambdas/endpoints.ts";
import { totalOf, type Use } from "../scale/use.ts";
import type { CostLine } from "./ledger.ts";

/**
 * How long a run takes is stated, not measured, since it was never run on AWS: what waiting for a service takes in
 * its region, what a call costs the processor of a small function (to sign, send and parse), and what a run takes besides.
 */
export const STATED = {
  roundTripMs: 6,
  callMs: 1.5,
  runMs: 8,
  /** Memory of a function that has none of its own in the table: infra/constructs/handler-function.ts. */
  memoryMb: 512,
  /** What CloudWatch adds to each line. */
  logLineBytes: 26,
  /** A line of the API's access log: test/bench/cost.test.ts holds it against the template's format. */
  accessLogBytes: 180,
} as const;

export interface Runs {
  readonly step: string;
  readonly function: EndpointName | BackgroundName;
  /** Divides what was counted, and multiplies it: counted over so many, told for so many. */
  readonly counted: number;
  readonly toldFor: number;
  /** Asked over HTTP. */
  readonly isRequest?: true;
}

const memoryGbOf = (name: Runs["function"]): number =>
  (name in background ? background[name as BackgroundName].memoryMb : STATED.memoryMb) / 1024;

/** Seconds that so many runs take, by their rounds and calls. */
const secondsOf = ({ requests, rounds, calls, queueCalls, bucketCalls }: Use): number => {
  const called = totalOf(calls) + totalOf(queueCalls) + totalOf(bucketCalls);
  return (rounds * STATED.roundTripMs + called * STATED.callMs + requests * STATED.runMs) / 1000;
};

/** What was used, as lines of a bill. */
export const linesOfUse = (use: Use, runs: Runs): readonly CostLine[] => {
  const each = (price: CostLine["price"], units: number): CostLine => ({
    step: runs.step,
    price,
    units: (units / runs.counted) * runs.toldFor,
  });
  const puts = totalOf(use.bucketCalls) - (use.bucketCalls["GetObject"] ?? 0) - (use.bucketCalls["HeadObject"] ?? 0);
  const gets = totalOf(use.bucketCalls) - puts;
  const accessLog = runs.isRequest ? use.requests * (STATED.accessLogBytes + STATED.logLineBytes) : 0;
  return [
    each("tableWrite", use.writeUnits),
    each("tableRead", use.readUnits),
    each("queueRequest", totalOf(use.queueCalls)),
    each("bucketPut", puts),
    each("bucketGet", gets),
    ...(runs.isRequest ? [each("apiRequest", use.requests)] : []),
    each("run", use.requests),
    each("runTime", secondsOf(use) * memoryGbOf(runs.function)),
    each("log", (use.logBytes + use.logLines * STATED.logLineBytes + accessLog) / 1e9),
  ];
};
