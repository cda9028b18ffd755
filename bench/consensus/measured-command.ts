import { runCommand } from "../../cli/labelloop.ts";

/** What one command cost, the start of Node included. */
export interface CommandUsage {
  readonly cpuSeconds: number;
  /** The most that the process ever held. */
  readonly peakBytes: number;
}

process.exitCode = await runCommand(process.argv.slice(2));
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.send?.({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: maxRSS * 1024 } satisfies CommandUsage);
process.disconnect?.();
