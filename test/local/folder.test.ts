import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { openKeys } from "../../local/folder/keys.ts";
import { lockFolder } from "../../local/folder/lock.ts";
import { portsFrom } from "../../local/ports.ts";
import { ROOT, removeFolders, startTestCloud, temporaryFolder } from "./support/template-cloud.ts";

afterEach(removeFolders);

describe("a folder", () => {
  test("serves one cloud at a time, and says who has it", async () => {
    const folder = temporaryFolder();
    const cloud = await startTestCloud({ resources: {} }, { folder });
    await expect(startTestCloud({ resources: {} }, { folder })).rejects.toThrow(
      `the folder ${folder} is in use by process ${process.pid}, which serves ${cloud.addresses.page}`,
    );
    await cloud.close();
    await (await cloud.again()).close();
  });

  test("is free again when its holder was killed", async () => {
    const folder = temporaryFolder();
    const lock = JSON.stringify(join(ROOT, "local/folder/lock.ts"));
    const code = `import { lockFolder } from ${lock}; lockFolder(${JSON.stringify(folder)}).note("the killed one"); console.log("held"); setInterval(() => {}, 1e6);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    await once(child.stdout, "data");
    expect(() => lockFolder(folder)).toThrow("by the killed one");
    child.kill("SIGKILL");
    await once(child, "exit");
    lockFolder(folder).release();
  });

  test("of a newer version is refused before anything in it is touched", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "schema"), "99\n");
    await expect(startTestCloud({ resources: {} }, { folder })).rejects.toThrow(/newer version.*schema 99/);
    expect(readFileSync(join(folder, "schema"), "utf8")).toBe("99\n");
    mkdirSync(join(folder, "table"));
  });

  test("keeps the operator's keys to its owner, and the same ones over restarts", () => {
    const folder = temporaryFolder();
    const first = openKeys(folder);
    expect(statSync(first.operatorFile).mode & 0o777).toBe(0o600);
    const second = openKeys(folder);
    expect(second.operator.secretAccessKey).toBe(first.operator.secretAccessKey);
    expect(second.keysOf("Assign")).toEqual(first.keysOf("Assign"));
    expect(first.keysOf("Assign")).not.toEqual(first.keysOf("Submit"));
    expect(openKeys(temporaryFolder()).keysOf("Assign")).not.toEqual(first.keysOf("Assign"));
  });

  test("is left alone by a start that fails, which leaves nothing running", async () => {
    const folder = temporaryFolder();
    const resources = { Thing: { Type: "AWS::Kinesis::Stream" } };
    await expect(startTestCloud({ resources }, { folder })).rejects.toThrow("test.Thing (AWS::Kinesis::Stream)");
    await (await startTestCloud({ resources: {} }, { folder })).close();
  });
});

describe("ports", () => {
  test("that are busy are skipped", async () => {
    const busy = createServer().listen(0, "127.0.0.1");
    await once(busy, "listening");
    const { port } = busy.address() as { port: number };
    const next = portsFrom(port, "127.0.0.1");
    const [first, second] = [await next(), await next()];
    expect(first).toBeGreaterThan(port);
    expect(second).toBeGreaterThan(first);
    busy.close();
  });

  test("are the system's to choose with 0", async () => {
    const next = portsFrom(0, "127.0.0.1");
    expect([await next(), await next()]).toEqual([0, 0]);
  });
});
