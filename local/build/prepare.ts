import { cp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeApp } from "../../infra/app.ts";
import { build, WEB_ROOT } from "../../infra/build.ts";
import { lockFolder } from "../folder/lock.ts";
import { inputsPrint, PRINT_FILE } from "./inputs-print.ts";

const DIST = join(import.meta.dirname, "../../dist");
/** Several starts at once build one after another. */
const BUILD_WAIT_MS = 120_000;
/** What concerns a deployment only: the embedded cloud is one stage of its own. */
const CONTEXT = { stage: "local", domain: "", certificateArn: "", alarmEmail: "" };

/**
 * Builds what is stale and writes all that a cloud runs to `target`: the assembly that CDK synthesizes, and the page's
 * files in `web/`. A running cloud holds its own copy, so that a build under it changes nothing it has yet to load.
 */
const prepare = async (target: string): Promise<void> => {
  const fresh = `${target}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(DIST, { recursive: true });
  const lock = lockFolder(join(DIST, "build-lock"), BUILD_WAIT_MS);
  try {
    // Taken first: what changes while this runs makes the next start prepare again.
    const print = await inputsPrint();
    await build();
    makeApp({
      outdir: fresh,
      context: CONTEXT,
      builtinCloudFormationValidation: false,
      withPage: false,
    }).app.synth();
    await cp(WEB_ROOT, join(fresh, "web"), { recursive: true });
    await writeFile(join(fresh, PRINT_FILE), print);
  } finally {
    lock.release();
  }
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
};

// Runs as a process of its own, which takes CDK's memory along when it ends.
if (import.meta.main) await prepare(process.argv[2] ?? join(DIST, "local"));
