import { afterAll, describe, expect, it } from "vitest";
import { recordFileText, type WorkRecord } from "../../core/my-work/work-record.ts";
import { publicKeyOf, signRecord } from "../../lambdas/record-key.ts";
import { commandLine } from "../support/command-line.ts";

const seedOf = (letter: string): string => Buffer.from(letter.repeat(32)).toString("base64url");
const record: WorkRecord = {
  kind: "labelloop-work-record",
  version: 1,
  name: "मीरा",
  issuedOn: "2026-03-04",
  projects: [
    {
      title: { en: "Forest insects" },
      askedBy: "A cooperative",
      purpose: { en: "To know pests" },
      firstDay: "2026-03-01",
      lastDay: "2026-03-04",
      answers: 12,
      pay: [],
      accepted: [],
    },
  ],
};

describe("labelloop verify", () => {
  const line = commandLine();
  afterAll(() => line.remove());
  const text = recordFileText({ record, jws: signRecord(record, seedOf("a")) });
  const genuine = line.write("record.json", text);
  const key = line.write("key.json", JSON.stringify(publicKeyOf(seedOf("a"))));

  it("says whose record it is when it is genuine", async () => {
    const { status, said } = await line.run("verify", genuine, "--key", key);
    expect([status, said]).toEqual([
      0,
      expect.stringMatching(/^Genuine: the record of मीरा, issued on 2026-03-04\.\nAnswers: 12\. Projects: 1\./),
    ]);
  });

  it("fails for one that was changed, and for one of another installation", async () => {
    const changed = line.write("changed.json", text.replace('"answers": 12', '"answers": 92'));
    const other = line.write("other.json", JSON.stringify(publicKeyOf(seedOf("b"))));
    for (const [path, by] of [
      [changed, key],
      [genuine, other],
      [key, key],
    ] as const) {
      const { status, complained } = await line.run("verify", path, "--key", by);
      expect([status, complained]).toEqual([1, expect.stringContaining("not genuine")]);
    }
  });

  it("says what is missing, and never takes the record's own word for the key", async () => {
    expect((await line.run("verify")).complained).toContain("give one record");
    expect((await line.run("verify", genuine, "--key", genuine)).complained).toContain("is no key");
    const nobody = await line.run("verify", genuine, "--site", "http://127.0.0.1:1");
    expect([nobody.status, nobody.complained]).toEqual([1, expect.stringContaining("nobody answers")]);
  });
});
