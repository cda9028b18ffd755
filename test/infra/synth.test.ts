import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApp } from "../../infra/app.ts";
import { build, bundleHandlers } from "../../infra/build.ts";
import { fileOf, functionNames } from "../../infra/functions.ts";

const root = join(import.meta.dirname, "../..");
const scratch = mkdtempSync(join(tmpdir(), "labelloop-infra-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("cdk synth", () => {
  beforeAll(async () => {
    await build();
  });

  it("says what to do when nothing has been built", () => {
    const lambdaRoot = join(scratch, "nothing");
    expect(() => makeApp({ lambdaRoot, outdir: join(scratch, "unbuilt") })).toThrow(
      /nothing is not there: run `npm run build` first/,
    );
  });

  it("needs no account and nothing of the environment, and finds nothing that is not answered", () => {
    const outdir = join(scratch, "cdk.out");
    const { status, stderr, stdout } = spawnSync(process.execPath, ["infra/app.ts"], {
      cwd: root,
      env: { CDK_OUTDIR: outdir, PATH: "" },
      encoding: "utf8",
    });
    expect({ status, stderr, stdout }).toEqual({ status: 0, stderr: "", stdout: "" });
    const report = JSON.parse(readFileSync(join(outdir, "validation-report.json"), "utf8"));
    expect(report.pluginReports.flatMap((one: { violations?: unknown[] }) => one.violations ?? [])).toEqual([]);
    expect(existsSync(join(outdir, "Service.template.json"))).toBe(true);
  });

  it("fits what CloudFormation takes: a megabyte a template", () => {
    for (const name of ["Data", "Service"]) {
      expect(readFileSync(join(scratch, "cdk.out", `${name}.template.json`)).length).toBeLessThan(900_000);
    }
  });
});

describe("the build", () => {
  const digest = (folder: string): string => {
    const hash = createHash("sha256");
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.mjs(\.map)?$/.test(name),
    );
    for (const name of names.sort()) hash.update(name).update(readFileSync(join(folder, name)));
    return hash.digest("hex");
  };

  it("makes the same bytes of the same sources, and every function loads less than 1.5 MB", async () => {
    const [one, two] = [join(scratch, "one"), join(scratch, "two")];
    const loaded = await bundleHandlers(one);
    await bundleHandlers(two);
    expect(digest(one)).toBe(digest(two));
    expect(Object.keys(loaded).sort()).toEqual(functionNames.map(fileOf).sort());
    expect(Object.entries(loaded).filter(([, bytes]) => bytes > 1_500_000)).toEqual([]);
  });

  it("leaves alone what is fresh", async () => {
    await build(["lambdas"]);
    expect(await build(["lambdas"])).toEqual({ lambdas: false, web: false });
  });
});
