import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { accountsInFolder, createAccount } from "../accounts.ts";
import type { Api } from "../api.ts";
import { apiOf } from "../api.ts";
import { type Site, signIn, siteAt } from "../site.ts";

/** A server of the demonstration's own, gone with all it held when the demonstration ends. */
export interface OwnServer {
  readonly site: Site;
  /** Its first vendor, come by the way that a real one comes: the operator's link. */
  vendor(): Promise<Api>;
  end(): Promise<void>;
}

const main = join(import.meta.dirname, "../../local/main.ts");

export const startOwnServer = async (): Promise<OwnServer> => {
  const folder = await mkdtemp(join(tmpdir(), "labelloop-demo-"));
  const child = spawn(process.execPath, [main, "--json", "--port", "0", "--no-demo", "--folder", folder], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const end = async (): Promise<void> => {
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const site = await siteAt(await pageOf(child));
    return { site, vendor: () => firstVendor(site, folder), end };
  } catch (error) {
    await end();
    throw error;
  }
};

const pageOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let complaints = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      complaints = (complaints + text).slice(-4_000);
    });
    if (child.stdout)
      createInterface({ input: child.stdout }).on("line", (line) => {
        if (line.startsWith("{")) resolve(String(JSON.parse(line).page));
      });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${complaints.trim()}`)));
  });

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });

const firstVendor = async (site: Site, folder: string): Promise<Api> => {
  const [operator, vendor] = ["operator", "vendor"].map((signInName) => ({
    signInName,
    password: crypto.randomUUID(),
  }));
  if (!operator || !vendor) throw new Error("two names make two sign-ins");
  await createAccount(await accountsInFolder(folder), { ...operator, group: "operator", isOwn: true });
  const { secret } = await (await signIn(site, operator.signInName, operator.password))("inviteVendor", { body: {} });
  await apiOf(site.apiUrl)("acceptInvitation", {
    path: { secret },
    body: { ...vendor, name: "Vendor", language: "en" },
  });
  return signIn(site, vendor.signInName, vendor.password);
};
