import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeApp } from "../../infra/app.ts";
import { build } from "../../infra/build.ts";
import { configOfOutputs, outputsByName } from "../../infra/outputs.ts";
import { CONFIG_NAMES } from "../../lambdas/config.ts";

const outdir = mkdtempSync(join(tmpdir(), "labelloop-outputs-"));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

describe("commands of the owner", () => {
  it("find tables, buckets and sign-ins in the outputs that a deployment writes down", async () => {
    await build(["lambdas"]);
    makeApp({ builtinCloudFormationValidation: false, withPage: false, outdir }).app.synth();
    const named = ["Data", "Service"].flatMap((stack) => {
      const { Outputs } = JSON.parse(readFileSync(join(outdir, `${stack}.template.json`), "utf8"));
      return Object.keys(Outputs).map((name) => [`${stack}.${name}`, `the ${name}`]);
    });
    const config = configOfOutputs(outputsByName(Object.fromEntries(named)));
    expect(config).toMatchObject({
      MAIN_TABLE: "the MainTable",
      PEOPLE_TABLE: "the PeopleTable",
      INGEST_BUCKET: "the IngestBucket",
      ANSWERS_BUCKET: "the AnswersBucket",
      EXPORTS_BUCKET: "the ExportsBucket",
      USER_POOL_ID: "the UserPoolId",
    });
    expect(Object.keys(config).sort()).toEqual([...CONFIG_NAMES].sort());
  });

  it("say which outputs are missing", () => {
    expect(() => configOfOutputs({ MainTable: "main" })).toThrow(/PeopleTable, IngestBucket/);
  });
});
