import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { genuineRecord } from "../../cli/record-verify.ts";
import type { AnnotatorId, ItemId } from "../../core/ids.ts";
import { recordFileText, type WorkRecord } from "../../core/my-work/work-record.ts";
import type { Project } from "../../core/project.ts";
import { installationKey } from "../../lambdas/installation-key.ts";
import { myRecord } from "../../lambdas/my-record.ts";
import { publicKeyOf, signRecord } from "../../lambdas/record-key.ts";
import { credits } from "../../lambdas/store/credits.ts";
import { people } from "../../lambdas/store/people.ts";
import { proposals } from "../../lambdas/store/proposals.ts";
import { recordKeys } from "../../lambdas/store/record-keys.ts";
import {
  callAs,
  handIn,
  haveItems,
  haveMember,
  haveProject,
  labelled,
  PEST,
  takePacket,
} from "../support/labelling.ts";
import { openStores, type Stores } from "../support/stores.ts";

/** The key and the signed example of RFC 8037, appendix A. */
const RFC_SEED = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
const RFC_KID = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";

const seedOf = (letter: string): string => Buffer.from(letter.repeat(32)).toString("base64url");
const record: WorkRecord = {
  kind: "labelloop-work-record",
  version: 1,
  name: "Meera",
  issuedOn: "2026-03-04",
  projects: [],
};

describe("a record of work", () => {
  let stores: Stores;
  let project: Project;
  let meera: AnnotatorId;
  beforeEach(async () => {
    stores = await openStores();
    // 32 bytes, as where it is deployed.
    let made = 0;
    stores = { ...stores, deps: { ...stores.deps, newSecret: () => seedOf("abc"[made++ % 3] ?? "a") } };
    project = await haveProject(stores.deps, { packetItems: 2 });
    meera = await haveMember(stores.deps, project, 1);
    await haveItems(stores.deps, project, 4);
  });
  afterEach(() => stores.close());
  const hers = async () => (await callAs("myRecord", myRecord, stores.deps, meera)).jws;
  const key = () => installationKey(stores.deps);
  const file = (jws: string): string => {
    const signed = JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString("utf8")) as WorkRecord;
    return recordFileText({ record: signed, jws });
  };

  it("says for whom she worked, when, how much, what it paid, what she changed, and is genuine", async () => {
    await people(stores.deps).put({ personId: meera, signInName: "meera", name: "मीरा", language: "hi" });
    const packet = await takePacket(stores.deps, project, meera);
    const given = packet!.items.map(({ itemId }) => ({ itemId, answer: labelled(PEST) }));
    await handIn(stores.deps, project, meera, packet!.assignmentId, given);
    await credits(stores.deps).choose(project.projectId, meera, { form: "named", text: "Meera O.", language: "en" });
    await proposals(stores.deps).put({
      proposalId: `01${"A".padEnd(24, "0")}`,
      projectId: project.projectId,
      authorId: meera,
      kind: "add",
      labels: [],
      names: { hi: "सड़ी पत्ती वाली" },
      language: "hi",
      example: { itemId: "mzxw6ytboi2gk3tfojqw" as ItemId },
      ontologyVersion: 1,
      standing: { state: "accepted", reason: "Yes.", atMs: stores.nowMs(), version: 2 },
      createdAtMs: stores.nowMs(),
    });
    const found = genuineRecord(file(await hers()), await key());
    expect(found).toEqual({
      kind: "labelloop-work-record",
      version: 1,
      name: "मीरा",
      issuedOn: "2026-03-04",
      projects: [
        {
          title: { en: "Forest insects" },
          askedBy: "A cooperative",
          purpose: { en: "To know pests" },
          firstDay: "2026-03-04",
          lastDay: "2026-03-04",
          answers: 2,
          pay: [{ currency: "INR", earnedMicros: 1_000_000, paidMicros: 0, owedMicros: 1_000_000 }],
          accepted: [{ kind: "add", names: { hi: "सड़ी पत्ती वाली" }, version: 2, day: "2026-03-04" }],
          credit: "Meera O.",
        },
      ],
    });
  });

  it("is signed with one key for ever, also when two ask for it at once the first time", async () => {
    const [one, two] = await Promise.all([recordKeys(stores.deps).seed(), recordKeys(stores.deps).seed()]);
    expect(one).toBe(two);
    expect(await key()).toEqual(publicKeyOf(one));
  });

  it("is not genuine with any one byte changed, anywhere in the file", async () => {
    const text = recordFileText({ record, jws: signRecord(record, seedOf("a")) });
    const own = publicKeyOf(seedOf("a"));
    expect(genuineRecord(text, own)).toEqual(record);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at++) {
      for (const flip of [1, 32]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flip;
        expect(() => genuineRecord(changed.toString("utf8"), own), `byte ${at}`).toThrow("not genuine");
      }
    }
  });

  it("of another installation is not genuine here", async () => {
    const text = recordFileText({ record, jws: signRecord(record, seedOf("a")) });
    expect(() => genuineRecord(text, publicKeyOf(seedOf("b")))).toThrow("another key");
    const named = { ...publicKeyOf(seedOf("b")), kid: publicKeyOf(seedOf("a")).kid };
    expect(() => genuineRecord(text, named)).toThrow("changed after");
  });

  it("has a key as RFC 8037 writes it, named by its thumbprint", () => {
    expect(publicKeyOf(RFC_SEED)).toMatchObject({ x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", kid: RFC_KID });
  });
});
