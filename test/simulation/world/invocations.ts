import { CLOCK_SKEW_MS_MAX } from "../../../core/assignment.ts";
import type { ProjectId } from "../../../core/ids.ts";
import { seeded } from "../../../core/seeded.ts";
import type { Deps } from "../../../lambdas/deps.ts";
import { clientsOver, replyLost, throttled } from "./clients.ts";
import type { FaultKind, Faults } from "./faults.ts";
import { type Call, isWrite, siteOf } from "./sites.ts";
import type { Runner, Steps } from "./steps.ts";
import { ulids } from "./ulids.ts";

export type Outcome<Out> = { readonly state: "answered"; readonly value: Out } | { readonly state: "lost" };

/** Runs a handler once, as Lambda does: it may end at any of its calls, and then nothing that it started goes on. */
export type Invoke = <Out>(
  name: string,
  timeoutMs: number,
  handler: (deps: Deps) => Promise<Out>,
) => Promise<Outcome<Out>>;

interface Run extends Runner {
  readonly name: string;
  readonly number: number;
  readonly startedAtMs: number;
  readonly timeoutMs: number;
  readonly skewMs: number;
  readonly end: () => void;
}

/** What an invocation finds that ran here before: clients, and what stores remember by them. One at a time. */
interface Container {
  run: Run | undefined;
  readonly deps: Deps;
}

interface Parts {
  readonly steps: Steps;
  readonly faults: Faults;
  readonly deps: Deps;
  readonly perform: (call: Call) => Promise<unknown>;
  readonly projectId: ProjectId;
  readonly seed: number;
}

/** The longest that one call is held up. */
const SLOW_MS = 25_000;
const never = new Promise<never>(() => undefined);

export const startInvocations = (parts: Parts): { readonly invoke: Invoke } => {
  const { steps, deps } = parts;
  const idle = new Map<string, Container[]>();
  const newId = ulids(seeded(parts.seed + 3_000_000).next);
  const draws = seeded(parts.seed + 4_000_000).next;
  let count = 0;

  const open = (): Container => {
    const running = (): Run => {
      if (!container.run) throw new Error("a call after the end of its invocation");
      return container.run;
    };
    const now = (): number => steps.nowMs() + running().skewMs;
    const pause = async (ms: number): Promise<void> => {
      const run = running();
      run.pending += 1;
      await steps.sleep(ms);
      run.pending -= 1;
      if (run.isOver) await never;
    };
    const clients = clientsOver((call) => ask(parts, running(), call));
    const own: Deps = { ...deps, ...clients, now, pause, newId: () => newId(now()), random: draws };
    const container: Container = { run: undefined, deps: own };
    return container;
  };

  return {
    async invoke(name, timeoutMs, handler) {
      const container = idle.get(name)?.pop() ?? open();
      let end = (): void => undefined;
      const cut = new Promise<{ readonly state: "lost" }>((resolve) => {
        end = () => resolve({ state: "lost" });
      });
      count += 1;
      const run: Run = {
        name,
        number: count,
        startedAtMs: steps.nowMs(),
        timeoutMs,
        skewMs: Math.round((steps.random() - 0.5) * CLOCK_SKEW_MS_MAX),
        pending: 0,
        isOver: false,
        end: () => {
          run.isOver = true;
          end();
        },
      };
      container.run = run;
      steps.watch(run);
      const answered = handler(container.deps).then(
        (value) => ({ state: "answered" as const, value }),
        (error: unknown) => {
          steps.note(`${run.number} ${name} failed`);
          deps.log.error("function.failed", { name, error: error instanceof Error ? (error.stack ?? "") : "" });
          return { state: "lost" as const };
        },
      );
      const outcome = await Promise.race([answered, cut]);
      // One that was cut keeps what it had begun: nobody is handed its container.
      if (!run.isOver) idle.set(name, [...(idle.get(name) ?? []), container]);
      run.isOver = true;
      return outcome;
    },
  };
};

const ask = ({ steps, faults, perform, projectId }: Parts, run: Run, call: Call): Promise<unknown> => {
  const site = siteOf(run.name, call, projectId);
  run.pending += 1;
  return new Promise((resolve, reject) => {
    const settle = (answer: () => void): void => {
      run.pending -= 1;
      answer();
    };
    const make = async (fault: FaultKind | undefined): Promise<void> => {
      if (run.isOver) return;
      if (steps.nowMs() - run.startedAtMs > run.timeoutMs) {
        steps.note(`${run.number} ${run.name} timed out`);
        return run.end();
      }
      steps.note(`${run.number} ${site}${fault ? ` -- ${fault}` : ""}`);
      if (fault === "cut-before") return run.end();
      if (fault === "throttled") return settle(() => reject(throttled(call.service)));
      if (fault === "slow") {
        await Promise.resolve();
        void steps.sleep(SLOW_MS * steps.random()).then(() => steps.ask(() => make(undefined)));
        return;
      }
      try {
        let answer = await perform(call);
        if (fault === "twice") answer = await perform(call);
        if (fault === undefined || fault === "twice") return settle(() => resolve(answer));
      } catch (error) {
        if (fault === undefined || fault === "twice") return settle(() => reject(error));
      }
      if (fault === "cut-after") return run.end();
      settle(() => reject(replyLost()));
    };
    steps.ask(() => (run.isOver ? undefined : make(faults.next(site, isWrite(call)))));
  });
};
