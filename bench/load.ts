import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LoadAnnotator, loadAnnotator, type Measured, nothingMeasured } from "./load/annotator.ts";
import { answerByClock, answerWithoutPause, findCeiling, type Step } from "./load/courses.ts";
import { openOffice } from "./office/office.ts";
import { quantile } from "./office/quantile.ts";
import { freePorts, type ServerProcess, startServerProcess } from "./office/server-process.ts";
import type { Run } from "./report.ts";

const OVERLAP = 3;
/** Annotators take packets ahead of what they answer: so many texts more than answers need. */
const SPARE = 1.3;
const SPARE_TEXTS_A_PERSON = 10;
const MIB = 1_048_576;
/** Of the whole course, where the server's memory is noted. */
const SHARES = [0.1, 0.5, 1] as const;

/** A server with an office, and annotators who do what the course says; it ends with all it held. */
interface Loaded {
  readonly server: ServerProcess;
  readonly annotators: readonly LoadAnnotator[];
  /** From now on it is counted anew; gives what was counted until now. */
  countAnew(): Measured;
  readonly measured: () => Measured;
}

export interface ServerUnderLoad {
  readonly annotators: number;
  /** Answers that the texts must suffice for. */
  readonly answers: number;
  readonly timed: boolean;
  /** For Node itself, e.g. `--cpu-prof`. */
  readonly nodeArgs?: readonly string[];
}

const withServer = async <Result>(
  { annotators, answers, timed, nodeArgs = [] }: ServerUnderLoad,
  course: (loaded: Loaded) => Promise<Result>,
): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), "labelloop-load-"));
  const server = await startServerProcess({ folder, port: await freePorts(Math.random), nodeArgs });
  try {
    const texts = Math.ceil((answers / OVERLAP) * SPARE) + annotators * SPARE_TEXTS_A_PERSON;
    const office = await openOffice(server, { annotators, overlap: OVERLAP, texts });
    let counted = nothingMeasured();
    const people = office.annotators.map((colleague) =>
      loadAnnotator({ page: server.page, projectId: office.projectId, colleague, measured: () => counted, timed }),
    );
    const countAnew = (): Measured => {
      const before = counted;
      counted = nothingMeasured();
      return before;
    };
    try {
      return await course({ server, annotators: people, countAnew, measured: () => counted });
    } finally {
      for (const one of people) one.close();
    }
  } finally {
    await server.end();
    await rm(folder, { recursive: true, force: true });
  }
};

export interface LoadOptions {
  readonly annotators: number;
  readonly minutes: number;
  readonly everySeconds: number;
  /** The single annotator is measured for so long, before the others come. */
  readonly aloneMinutes: number;
  readonly seed: number;
  readonly nodeArgs?: readonly string[];
}

/** All are there after this, or after a tenth of a shorter course. */
const ARRIVAL_MS = 60_000;

export interface LoadRun {
  readonly figures: Run;
  readonly errors: ReadonlyMap<string, number>;
  readonly answers: number;
}

/** So many annotators by the clock, beside a single one on the same server. */
export const loadByClock = async (options: LoadOptions): Promise<LoadRun> => {
  const { annotators, minutes, everySeconds, aloneMinutes, seed, nodeArgs = [] } = options;
  const everyMs = everySeconds * 1_000;
  const answers = Math.ceil((annotators * (minutes + aloneMinutes) * 60) / everySeconds) + annotators;
  return withServer({ annotators, answers, timed: true, nodeArgs }, async (loaded) => {
    const nobody = (): void => undefined;
    const [first] = loaded.annotators;
    if (!first) throw new Error("somebody must annotate");
    await first.answer(1);
    loaded.countAnew();
    await answerByClock([first], {
      minutes: aloneMinutes,
      everyMs: Math.min(everyMs, 500),
      arrivalMs: 0,
      seed,
      onShare: nobody,
    });
    const alone = loaded.countAnew();
    const memory = memoryAt(loaded.server);
    const beforeMs = loaded.server.processorMs();
    await answerByClock(loaded.annotators, {
      minutes,
      everyMs,
      arrivalMs: Math.min(ARRIVAL_MS, (minutes * 60_000) / 10),
      seed,
      onShare: memory.note,
    });
    const together = loaded.measured();
    const errors = new Map([...alone.errors, ...together.errors]);
    return {
      errors,
      answers: alone.answers + together.answers,
      figures: {
        annotators,
        "answers stored": together.answers,
        "answers per second": together.answers / (minutes * 60),
        errors: sumOf(errors),
        "server's processor per answer, ms": (loaded.server.processorMs() - beforeMs) / together.answers,
        ...timesOf("assign", alone.assignMs, together.assignMs, [0.5, 0.95]),
        ...timesOf("submit", alone.submitMs, together.submitMs, [0.5, 0.95, 0.99]),
        ...memory.figures(),
      },
    };
  });
};

export interface FastOptions {
  readonly answers: number;
  readonly clients: number;
  readonly batchMax: number;
  readonly nodeArgs?: readonly string[];
}

/** So many answers without a pause: does memory stay? */
export const loadWithoutPause = async ({ answers, clients, batchMax, nodeArgs = [] }: FastOptions): Promise<LoadRun> =>
  withServer({ annotators: clients, answers, timed: false, nodeArgs }, async ({ server, annotators, measured }) => {
    const memory = memoryAt(server);
    const [startedMs, beforeMs] = [performance.now(), server.processorMs()];
    const sampling = setInterval(() => memory.note(measured().answers / answers), 200);
    try {
      await answerWithoutPause(annotators, { batchMax, isOver: () => measured().answers >= answers });
    } finally {
      clearInterval(sampling);
    }
    memory.note(1);
    const seconds = (performance.now() - startedMs) / 1_000;
    return {
      errors: measured().errors,
      answers: measured().answers,
      figures: {
        clients,
        "answers in a submit, at most": batchMax,
        "answers stored": measured().answers,
        "answers per second": measured().answers / seconds,
        "server's processor per answer, ms": (server.processorMs() - beforeMs) / measured().answers,
        errors: sumOf(measured().errors),
        ...memory.figures(),
      },
    };
  });

export interface CeilingOptions {
  readonly clients: number;
  readonly stepSeconds: number;
  readonly batchMax: number;
  readonly nodeArgs?: readonly string[];
}

/** At most so many answers a second are foreseen when texts are put in. */
const FORESEEN_A_SECOND = 600;

/** More and more clients, until there are no more answers a second. */
export const loadCeiling = async (options: CeilingOptions): Promise<LoadRun & { readonly steps: readonly Step[] }> => {
  const { clients, stepSeconds, batchMax, nodeArgs = [] } = options;
  const answers = FORESEEN_A_SECOND * stepSeconds * (Math.log2(clients) + 1);
  return withServer({ annotators: clients, answers, timed: false, nodeArgs }, async ({ annotators, measured }) => {
    const steps = await findCeiling(annotators, measured, { stepMs: stepSeconds * 1_000, batchMax });
    return {
      steps,
      errors: measured().errors,
      answers: measured().answers,
      figures: {
        "answers in a submit, at most": batchMax,
        ...Object.fromEntries(steps.map((step) => [`answers per second by ${step.clients}`, step.perSecond])),
        "ceiling, answers per second": Math.max(...steps.map((step) => step.perSecond)),
        errors: sumOf(measured().errors),
      },
    };
  });
};

const sumOf = (errors: ReadonlyMap<string, number>): number => [...errors.values()].reduce((sum, one) => sum + one, 0);

const timesOf = (what: string, alone: readonly number[], together: readonly number[], shares: readonly number[]): Run =>
  Object.fromEntries(
    shares.flatMap((share) => {
      const name = `${what} p${Math.round(share * 100)}`;
      const [one, all] = [quantile(alone, share), quantile(together, share)];
      return [
        [`${name} alone, ms`, one],
        [`${name} together, ms`, all],
        [`${name} together / alone`, one === 0 ? 0 : all / one],
      ];
    }),
  );

/** Resident memory of the server when each share of the course is over, and the last as a multiple of the first. */
const memoryAt = (server: ServerProcess) => {
  const noted = new Map<number, number>();
  return {
    note: (share: number): void => {
      for (const one of SHARES) if (share >= one && !noted.has(one)) noted.set(one, server.residentBytes() / MIB);
    },
    figures: (): Run => ({
      ...Object.fromEntries([...noted].map(([share, mib]) => [`server's memory at ${share * 100} %, MiB`, mib])),
      "memory at the end / at a tenth": (noted.get(1) ?? 0) / (noted.get(0.1) ?? 1),
    }),
  };
};
