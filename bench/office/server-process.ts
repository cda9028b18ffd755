import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** The real server in a process group of its own, as `npm start` runs it. */
export interface ServerProcess {
  readonly page: string;
  readonly port: number;
  readonly folder: string;
  readonly processId: number;
  /** From spawning to the first request that the API answered. */
  readonly startMs: number;
  /** The whole group at once, as a power cut ends it. */
  kill(): Promise<void>;
  /** In order, as by Ctrl-C. */
  end(): Promise<void>;
  /** Resident bytes of all processes of the group; 0 where the system does not tell. */
  residentBytes(): number;
  /** Milliseconds of processor that the server has used until now; 0 where the system does not tell. */
  processorMs(): number;
  /** Last lines of what it complained of. */
  complaints(): string;
}

export interface ServerOptions {
  readonly folder: string;
  /** Of the page; the others follow it. */
  readonly port: number;
  /** For Node itself, before the server's file. */
  readonly nodeArgs?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, "../..");
/** Node's arguments for a server of a short test: signing in costs next to nothing. */
export const QUICK_PASSWORDS: readonly string[] = ["--import", join(import.meta.dirname, "quick-passwords.ts")];
const START_MS_MAX = 120_000;
const LOOK_MS = 10;

export const startServerProcess = async (options: ServerOptions): Promise<ServerProcess> => {
  const { folder, port, nodeArgs = [], environment = {} } = options;
  const startedMs = performance.now();
  const child = spawn(
    process.execPath,
    [...nodeArgs, join(root, "local/main.ts"), "--no-demo", "--json", "--port", String(port), "--folder", folder],
    { cwd: root, detached: true, stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...environment } },
  );
  let complaints = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    complaints = (complaints + text).slice(-20_000);
  });
  // A process group of its own does not end with this process.
  const killGroup = (): void => {
    if (child.pid !== undefined && !hasEnded(child)) process.kill(-child.pid, "SIGKILL");
  };
  process.once("exit", killGroup);
  child.once("exit", () => process.off("exit", killGroup));
  const page = `http://127.0.0.1:${port}`;
  while (!(await answers(page))) {
    if (hasEnded(child)) throw new Error(`the server ended with ${child.exitCode ?? child.signalCode}: ${complaints}`);
    if (performance.now() - startedMs > START_MS_MAX) throw new Error(`the server does not start: ${complaints}`);
    await pause(LOOK_MS);
  }
  const startMs = performance.now() - startedMs;
  const processId = child.pid ?? 0;
  const signal = async (name: NodeJS.Signals, target: number): Promise<void> => {
    if (hasEnded(child)) return;
    const gone = once(child, "exit");
    process.kill(target, name);
    await gone;
  };
  return {
    page,
    port,
    folder,
    processId,
    startMs,
    kill: () => signal("SIGKILL", -processId),
    end: () => signal("SIGTERM", processId),
    residentBytes: () => residentBytesOf(processId),
    processorMs: () => processorMsOf(processId),
    complaints: () => complaints,
  };
};

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Refused for want of a sign-in: the API itself has answered. While it starts it says 503, before that nothing. */
const answers = async (page: string): Promise<boolean> => {
  const response = await fetch(`${page}/api/me`, { headers: { connection: "close" } }).catch(() => undefined);
  await response?.arrayBuffer().catch(() => undefined);
  return response?.status === 401;
};

const PAGE_BYTES = 4096;

const residentBytesOf = (group: number): number => {
  if (process.platform !== "linux") return 0;
  let bytes = 0;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const groupOfIt = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]);
      if (groupOfIt === group) bytes += Number(readFileSync(`/proc/${name}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;
    } catch {
      // Ended between being listed and being read.
    }
  }
  return bytes;
};

/** Linux counts in hundredths of a second for programs, whatever it does itself. */
const TICK_MS = 10;

const processorMsOf = (processId: number): number => {
  if (process.platform !== "linux") return 0;
  const stat = readFileSync(`/proc/${processId}/stat`, "utf8");
  const [user = "0", system = "0"] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return (Number(user) + Number(system)) * TICK_MS;
};

/** How many ports the server takes from its first one on. */
const PORTS = 5;

/** A port with free ones behind it, below those that systems give to clients, which could take it between two starts. */
export const freePorts = async (next: () => number): Promise<number> => {
  for (;;) {
    const first = 20_000 + Math.floor(next() * 10_000);
    const free = await Promise.all(Array.from({ length: PORTS }, (_, at) => isFree(first + at)));
    if (free.every(Boolean)) return first;
  }
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
  });
