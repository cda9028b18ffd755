import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { build } from "../../infra/build.ts";
import { readArguments } from "../../infra/cdk-command.ts";
import { namesOf } from "../../infra/names.ts";

const root = join(import.meta.dirname, "../..");
const scratch = mkdtempSync(join(tmpdir(), "labelloop-cdk-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("npm run deploy and destroy", () => {
  it.each([
    [["--context", "stage=prod"], "prod"],
    [["-c", "stage=prod", "--profile", "mine"], "prod"],
    [["--context=stage=prod", "-c", "retain=false"], "prod"],
    [["-c", "alarmEmail=somebody@example.org"], "dev"],
  ])("know the stage of %j", (args, stage) => {
    expect(readArguments(args).stage).toBe(stage);
    expect(readArguments(args).handedOn).toEqual(args);
  });

  it("know whose credentials are meant", () => {
    expect(readArguments(["--profile", "mine"]).profile).toBe("mine");
    expect(readArguments(["--profile=mine"]).profile).toBe("mine");
    expect(readArguments([]).profile).toBeUndefined();
  });

  it("name everything by its stage, so that two deployments share an account", () => {
    const [one, two] = [Object.values(namesOf("dev")), Object.values(namesOf("prod"))];
    expect(one.filter((name) => two.includes(name))).toEqual([]);
  });

  it("leave alone what is to survive until its owner has typed its name", () => {
    const { status, stdout } = spawnSync(process.execPath, ["infra/destroy.ts", "--everything"], {
      cwd: root,
      input: "yes\n",
      encoding: "utf8",
    });
    expect(stdout).toContain("every project, item, annotation and review");
    expect(stdout).toContain("Type labelloop-dev-data to remove it all");
    expect(stdout).toContain("Nothing was removed.");
    expect(status).toBe(1);
  });
});

it("the cdk command reads what this library writes, without an account", async () => {
  await build();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["node_modules/aws-cdk/bin/cdk", "synth", "--quiet", "--no-notices", "--output", scratch],
    {
      cwd: root,
      env: {
        PATH: process.env["PATH"],
        HOME: scratch,
        AWS_EC2_METADATA_DISABLED: "true",
        CDK_DISABLE_CLI_TELEMETRY: "true",
      },
      encoding: "utf8",
    },
  );
  expect({ status, stderr: stderr.match(/error|not compatible/gi) }).toEqual({ status: 0, stderr: null });
  expect(readdirSync(scratch)).toContain("manifest.json");
});
