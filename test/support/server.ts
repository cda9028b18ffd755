import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "..", "..");

/** What `npm start -- --json` prints when it is ready. */
export interface Addresses {
  readonly page: string;
  readonly api: string;
  readonly bucket: string;
  readonly signIn: string;
  readonly folder: string;
  readonly operatorKeysFile: string;
  readonly demo: readonly { readonly role: string; readonly signInName: string; readonly password: string }[];
}

export interface Server {
  readonly addresses: Addresses;
  /** As a power cut does it: no handler of the server runs. */
  kill(): Promise<void>;
  /** Ends it and removes its folder. */
  close(): Promise<void>;
  readonly folder: string;
}

const exited = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once("exit", () => resolve()));

interface ServerOptions {
  readonly folder?: string;
  readonly args?: readonly string[];
  /** The demonstration's project with its pictures: their drawing and coming in takes ten seconds of a processor. */
  readonly hasPictures?: true;
  /** Of the page, the others follow it: to come back to the same addresses. Any free ones when absent. */
  readonly port?: number;
}

/** Starts the embedded cloud in a process of its own, as `npm start` does, on free ports. */
export const startServer = async (options: ServerOptions = {}): Promise<Server> => {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "labelloop-server-")));
  const child = spawn(
    process.execPath,
    [
      join(root, "local", "main.ts"),
      "--json",
      ...["--port", String(options.port ?? 0), "--folder", folder],
      ...(options.hasPictures ? [] : ["--no-demo-pictures"]),
      ...(options.args ?? []),
    ],
    { cwd: root, stdio: ["ignore", "pipe", "pipe"] },
  );
  const complaints: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => complaints.push(text));
  const addresses = await new Promise<Addresses>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("{")) resolve(JSON.parse(line) as Addresses);
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${complaints.join("")}`)));
  });
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited(child);
  };
  return {
    addresses,
    folder,
    kill: () => kill("SIGKILL"),
    close: async () => {
      await kill("SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
};
