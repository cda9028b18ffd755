import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const PACKAGE = join(root, "node_modules", "@sparticuz", "chromium", "package.json");
const KEPT = join(root, "dist", "chromium");

export interface Unpacked {
  readonly executablePath: string;
  /** What it must be started with: its own libraries and its own typeface, for machines without them. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Unpacks the Chromium of npm once for this machine (200 MB, three seconds) and keeps it. Two that unpack at the same
 * time do not meet: each has a folder of its own, and the first to be ready is kept.
 */
export const unpackedChromium = async (): Promise<Unpacked> => {
  const { version } = JSON.parse(await readFile(PACKAGE, "utf8")) as { version: string };
  const folder = join(KEPT, version);
  if (!existsSync(folder)) await unpackTo(folder);
  return {
    executablePath: join(folder, "chromium"),
    env: {
      LD_LIBRARY_PATH: join(folder, "al2023", "lib"),
      FONTCONFIG_FILE: join(folder, "fonts.conf"),
    },
  };
};

const unpackTo = async (folder: string): Promise<void> => {
  await mkdir(KEPT, { recursive: true });
  const made = await mkdtemp(join(KEPT, "unpacking-"));
  await unpackPackage(made);
  await writeFile(join(made, "fonts.conf"), fontsConf(join(folder, "fonts"), join(folder, "font-cache")));
  // Refused when another was faster: then that one is there, and as good.
  await rename(made, folder).catch((cause: unknown) => {
    if (!existsSync(folder)) throw cause;
  });
  await rm(made, { recursive: true, force: true });
};

/** The package unpacks to the folder for temporary files and writes to the environment: both are put back. */
const unpackPackage = async (folder: string): Promise<void> => {
  const before = { ...process.env };
  // The last makes it unpack its own libraries too.
  Object.assign(process.env, { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: "nodejs24.x" });
  try {
    const { default: packaged } = await import("@sparticuz/chromium");
    await packaged.executablePath();
  } finally {
    for (const name of ["TMPDIR", "AWS_LAMBDA_JS_RUNTIME", "LD_LIBRARY_PATH", "FONTCONFIG_PATH"]) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
};

/** Open Sans of the package for everything, so that pages look alike on every machine; without a font Chromium ends. */
const fontsConf = (fonts: string, cache: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <cachedir>${cache}</cachedir>
  <match target="pattern"><edit name="family" mode="append"><string>Open Sans</string></edit></match>
</fontconfig>
`;
