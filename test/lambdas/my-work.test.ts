import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AnnotatorId, type ExportId, type ItemId, type ProjectId, parseExportId } from "../../core/ids.ts";
import { type LedgerLine, monthOf } from "../../core/pay.ts";
import type { Project } from "../../core/project.ts";
import type { Proposal } from "../../core/proposal.ts";
import { earnings } from "../../lambdas/earnings.ts";
import { listPayouts } from "../../lambdas/list-payouts.ts";
import { listUses } from "../../lambdas/list-uses.ts";
import { myWork } from "../../lambdas/my-work.ts";
import { recordPayout } from "../../lambdas/record-payout.ts";
import { stateUse } from "../../lambdas/state-use.ts";
import { payAnswer } from "../../lambdas/steps/pay-answer.ts";
import { annotations } from "../../lambdas/store/annotations.ts";
import { assignments } from "../../lambdas/store/assignments.ts";
import { exportRecords } from "../../lambdas/store/exports.ts";
import { ledger } from "../../lambdas/store/ledger.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { payouts } from "../../lambdas/store/payouts.ts";
import { proposals } from "../../lambdas/store/proposals.ts";
import { workMonths } from "../../lambdas/store/work-months.ts";
import {
  annotatorOf,
  callAs,
  changeProject,
  handIn,
  haveItems,
  haveMember,
  haveProject,
  labelled,
  PEST,
  projectIdOf,
  takePacket,
} from "../support/labelling.ts";
import { openStores, type Stores } from "../support/stores.ts";

const DAY_MS = 86_400_000;
const ulid = (letter: string): string => `01${letter.padEnd(24, "0")}`;

describe("my work", () => {
  let stores: Stores;
  let project: Project;
  let meera: AnnotatorId;
  beforeEach(async () => {
    stores = await openStores();
    project = await haveProject(stores.deps, { packetItems: 2 });
    meera = await haveMember(stores.deps, project, 1);
    await haveItems(stores.deps, project, 14);
  });
  afterEach(() => stores.close());

  /** Answers a whole packet; gives its items. */
  const work = async (inProject = project, as = meera): Promise<readonly ItemId[]> => {
    const packet = await takePacket(stores.deps, inProject, as);
    const given = packet!.items.map(({ itemId }) => ({ itemId, answer: labelled(PEST) }));
    await handIn(stores.deps, inProject, as, packet!.assignmentId, given);
    return given.map(({ itemId }) => itemId) as ItemId[];
  };
  const mine = (query: { month?: string; projectId?: ProjectId; language?: "en" | "hi" } = {}, as = meera) =>
    callAs("myWork", myWork, stores.deps, as, { path: {}, query });
  const pay = (body: Partial<Parameters<typeof payoutBody>[0]> = {}) =>
    callAs("recordPayout", recordPayout, stores.deps, annotatorOf(9), {
      path: { projectId: project.projectId },
      body: payoutBody(body),
    });
  const payoutBody = (given: {
    payoutId?: string;
    personId?: AnnotatorId;
    amountMicros?: number;
    currency?: string;
    paidOn?: string;
    note?: string;
  }) => ({
    payoutId: ulid("A"),
    personId: meera,
    amountMicros: 250_000,
    currency: "INR",
    paidOn: "2026-03-04",
    ...given,
  });
  const exportAt = async (letter: string, asOfMs: number, ready = true): Promise<ExportId> => {
    const exportId = parseExportId(ulid(letter))!;
    await exportRecords(stores.deps).create({
      exportId,
      projectId: project.projectId,
      recipient: annotatorOf(9),
      forClient: false,
      state: "queued",
      formats: ["jsonl"],
      asOfMs,
      title: project.title,
      askedBy: project.askedBy,
      ontologyVersion: 1,
      overlap: project.overlap,
      confidenceTarget: project.confidenceTarget,
      snapshot: 0,
      createdAtMs: asOfMs,
    });
    const done = { counts: {} as never, files: [], manifestSha256: "0".repeat(64) };
    if (ready) await exportRecords(stores.deps).markReady(project.projectId, exportId, done);
    return exportId;
  };
  const propose = (letter: string, authorId: AnnotatorId, standing: Proposal["standing"], names: string) =>
    proposals(stores.deps).put({
      proposalId: ulid(letter),
      projectId: project.projectId,
      authorId,
      kind: "add",
      labels: [],
      names: { hi: names },
      language: "hi",
      example: { itemId: "mzxw6ytboi2gk3tfojqw" as ItemId },
      ontologyVersion: 1,
      standing,
      createdAtMs: stores.nowMs() - 3 * DAY_MS,
    });

  it("says what was earned today and this month, what was paid and what is still owed", async () => {
    await work();
    stores.pass(DAY_MS);
    await work();
    await pay({ amountMicros: 600_000, paidOn: "2026-03-05" });
    const found = await mine();
    expect(found.today).toEqual([{ currency: "INR", amountMicros: 1_000_000, annotations: 2 }]);
    expect(found.thisMonth).toEqual([{ currency: "INR", amountMicros: 2_000_000, annotations: 4 }]);
    expect(found.accounts).toEqual([
      { currency: "INR", earnedMicros: 2_000_000, paidMicros: 600_000, owedMicros: 1_400_000 },
    ]);
    expect(found.days.days.map(({ day, answers }) => [day, answers])).toEqual([
      ["2026-03-05", 2],
      ["2026-03-04", 2],
    ]);
    expect(found.payouts).toEqual([expect.objectContaining({ paidOn: "2026-03-05", amountMicros: 600_000 })]);
  });

  it("keeps her history when a project closes and when she has left, and folds it by month", async () => {
    await work();
    stores.pass(40 * DAY_MS);
    await work();
    await memberships(stores.deps).change(meera, project.projectId, { roles: ["annotator"], state: "left" });
    await changeProject(stores.deps, project.projectId, { state: "closed" });
    stores.pass(400 * DAY_MS);
    const found = await mine();
    expect(found.answers).toBe(4);
    expect(found.months.map(({ month, answers, projects }) => [month, answers, projects[0]?.answers])).toEqual([
      ["2026-04", 2, 2],
      ["2026-03", 2, 2],
    ]);
    expect(found.days.month).toBe("2026-04");
    expect((await mine({ month: "2026-03" })).days.days).toHaveLength(1);
    expect(found.projects).toEqual([
      expect.objectContaining({ hasLeft: true, state: "closed", firstDay: "2026-03-04", lastDay: "2026-04-13" }),
    ]);
  });

  it("does not forget what came before she left and joined again", async () => {
    await work();
    await memberships(stores.deps).change(meera, project.projectId, { roles: ["annotator"], state: "left" });
    stores.pass(70 * DAY_MS);
    const again = { projectId: project.projectId, personId: meera, roles: ["annotator"] as const };
    await memberships(stores.deps).join({ ...again, state: "active", joinedAtMs: stores.nowMs() });
    expect((await mine()).answers).toBe(2);
    expect((await callAs("earnings", earnings, stores.deps, meera)).months).toHaveLength(1);
  });

  it("reads a month that is over from its sums, and sums again after a line that came late", async () => {
    await work();
    const [line] = await ledger(stores.deps).ofMonth(meera, monthOf(stores.nowMs()));
    stores.pass(60 * DAY_MS);
    expect((await mine()).answers).toBe(2);
    expect((await workMonths(stores.deps).ofPerson(meera)).map(({ month }) => month)).toEqual(
      ["2026-04", "2026-03"].sort(),
    );
    // A line of March that reconcile finds missing in May.
    const { projectId, itemId, assignmentId, acceptedAtMs } = line!;
    const found = await assignments(stores.deps).find({ annotatorId: meera, projectId, assignmentId });
    const [said] = await annotations(stores.deps).ofAnnotator(projectId, itemId, 1, meera);
    await payAnswer(stores.deps, found!, { itemId }, [{ ...said!, round: 2, acceptedAtMs }]);
    expect((await mine()).answers).toBe(3);
    // Whoever summed before that line and keeps the sums only now is too late.
    await workMonths(stores.deps).keep(meera, "2026-03", 0, []);
    expect((await mine()).answers).toBe(3);
  });

  it("tells which exports hold her answers and how many, by the millisecond", async () => {
    await work();
    const first = stores.nowMs();
    stores.pass(1000);
    await work();
    await exportAt("A", first - 1);
    await exportAt("B", first);
    await exportAt("C", stores.nowMs() + DAY_MS);
    await exportAt("D", stores.nowMs(), false);
    const became = (await mine()).projects[0]?.became;
    expect(became?.exports).toEqual([
      { asOfMs: stores.nowMs() + DAY_MS, answers: 4 },
      { asOfMs: first, answers: 2 },
    ]);
    expect(became?.exportCount).toBe(2);
  });

  it("tells what became of her proposals and of those she seconded, and of nobody else's", async () => {
    const asha = annotatorOf(2);
    await propose("A", meera, { state: "accepted", reason: "Yes.", atMs: 1, version: 2 }, "सड़ी पत्ती वाली");
    await propose("B", meera, { state: "declined", reason: "Too rare.", atMs: 1 }, "मकड़ी");
    await propose("C", meera, { state: "open" }, "चींटी");
    await propose("D", asha, { state: "accepted", reason: "Yes.", atMs: 1, version: 3 }, "भृंग");
    await propose("E", asha, { state: "open" }, "टिड्डा");
    for (const letter of ["D", "E"])
      await proposals(stores.deps).second(project.projectId, { proposalId: ulid(letter), annotatorId: meera, atMs: 1 });
    const became = (await mine({ language: "hi" })).projects[0]?.became;
    expect(became).toMatchObject({
      proposals: [
        { words: "चींटी", state: "open", ageDays: 3 },
        { words: "मकड़ी", state: "declined", reason: "Too rare." },
        { words: "सड़ी पत्ती वाली", state: "accepted", version: 2 },
      ],
      proposalCount: 3,
      seconded: [{ words: "भृंग", state: "accepted", version: 3 }],
      secondedCount: 1,
      uses: [],
    });
  });

  it("tells what the vendor said the labels were used for, newest first, each once", async () => {
    const say = (useId: string, en: string) =>
      callAs("stateUse", stateUse, stores.deps, annotatorOf(9), {
        path: { projectId: project.projectId },
        body: { useId, text: { en } },
      });
    await say(ulid("A"), "A field trial, Odisha");
    stores.pass(DAY_MS);
    await say(ulid("B"), "A second trial");
    await say(ulid("A"), "A field trial, Odisha");
    await expect(say(ulid("A"), "Something else")).rejects.toMatchObject({ code: "conflict" });
    const became = (await mine()).projects[0]?.became;
    expect(became?.uses.map(({ text }) => text)).toEqual(["A second trial", "A field trial, Odisha"]);
    const listed = await callAs("listUses", listUses, stores.deps, meera, { path: { projectId: project.projectId } });
    expect(listed.uses).toHaveLength(2);
  });

  it("stays small after ten years in many projects, and gives the rest when it is asked for", async () => {
    const packet = await takePacket(stores.deps, project, meera);
    const others: Project[] = [];
    for (let at = 0; at < 24; at++) {
      const one = await haveProject(stores.deps, {
        projectId: projectIdOf(`old${at + 10}`),
        title: { hi: `खेत के कीड़े और पत्ते ${at}` },
        purpose: { hi: "फ़सल को नुकसान करने वाले कीड़ों को पहचानना। ".repeat(40) },
      });
      await haveMember(stores.deps, one, 1);
      others.push(one);
    }
    const begunMs = stores.nowMs();
    const { assignmentId, items } = packet!;
    const line = { annotatorId: meera, assignmentId, itemId: items[0]!.itemId, pay: project.pay };
    for (let day = 0; day < 3_650; day += day < 3_600 ? 20 : 1)
      for (const { projectId } of [others[day % 24]!, others[(day + 7) % 24]!])
        await ledger(stores.deps).record({
          ...line,
          projectId,
          round: 1,
          acceptedAtMs: begunMs + day * DAY_MS,
        } as LedgerLine);
    stores.pass(3_650 * DAY_MS);
    const found = await mine({ language: "hi" });
    expect(found.projects).toHaveLength(25);
    expect(found.months.length).toBeGreaterThan(100);
    // 60 KiB less what the page itself takes (test/browser/my-work.test.ts).
    expect(Buffer.byteLength(JSON.stringify(found))).toBeLessThan(22 * 1024);
    expect(found.projects.some((one) => one.became)).toBe(true);
    const { projectId } = found.projects.find((one) => !one.became)!;
    const asked = await mine({ language: "hi", projectId: projectId as ProjectId });
    expect(asked.projects.find((one) => one.projectId === projectId)?.became?.purpose).toContain("फ़सल");
    const oldest = found.months.at(-1)!;
    expect(oldest.projects).toEqual([]);
    const { days } = (await mine({ month: oldest.month })).days;
    expect(days.reduce((sum, one) => sum + one.answers, 0)).toBe(oldest.answers);
    await expect(mine({ projectId: projectIdOf("strange") })).rejects.toMatchObject({ code: "not-found" });
  });

  it("comes to the same as ledger and payouts, whatever happened in whatever order", async () => {
    const seed = 20_260_305;
    console.info(`events: seed ${seed}`);
    const step = fc.oneof(
      fc.record({
        kind: fc.constant("line" as const),
        item: fc.nat(40),
        agoDays: fc.nat(120),
        micros: fc.integer({ min: 1, max: 9_999_999 }),
      }),
      fc.record({
        kind: fc.constant("payout" as const),
        item: fc.nat(12),
        agoDays: fc.nat(120),
        micros: fc.integer({ min: 1, max: 9_999_999 }),
      }),
      fc.record({ kind: fc.constant("look" as const), item: fc.nat(0), agoDays: fc.nat(0), micros: fc.nat(0) }),
      fc.record({ kind: fc.constant("wait" as const), item: fc.nat(0), agoDays: fc.nat(20), micros: fc.nat(0) }),
    );
    // Her first assignment: nothing in the ledger may be older.
    const [one] = await work();
    const begunMs = stores.nowMs();
    const [line] = await ledger(stores.deps).ofMonth(meera, monthOf(begunMs));
    stores.pass(121 * DAY_MS);
    const earned = new Map([
      [`${one} 1`, 500_000],
      ["second", 500_000],
    ]);
    const paid = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        for (const { kind, item, agoDays, micros } of steps) {
          if (kind === "wait") stores.pass(agoDays * DAY_MS);
          if (kind === "look") await mine();
          if (kind === "line") {
            const acceptedAtMs = stores.nowMs() - agoDays * DAY_MS;
            const round = item + 2;
            const name = `${monthOf(acceptedAtMs)} ${round}`;
            const told = { kind: "paid" as const, amountMicros: earned.get(name) ?? micros, currency: "INR" };
            await ledger(stores.deps).record({ ...line!, round, acceptedAtMs, pay: told });
            if (monthOf(acceptedAtMs) < monthOf(stores.nowMs()))
              await workMonths(stores.deps).spoil(meera, monthOf(acceptedAtMs));
            earned.set(name, told.amountMicros);
          }
          if (kind === "payout") {
            const payoutId = ulid(String(item).padStart(2, "0"));
            const amountMicros = paid.get(payoutId) ?? micros;
            await pay({ payoutId, amountMicros, paidOn: "2026-03-04" });
            paid.set(payoutId, amountMicros);
          }
        }
        const sum = (all: Iterable<number>): number => [...all].reduce((total, next) => total + next, 0);
        const [account] = (await mine()).accounts;
        expect(account).toEqual({
          currency: "INR",
          earnedMicros: sum(earned.values()),
          paidMicros: sum(paid.values()),
          owedMicros: sum(earned.values()) - sum(paid.values()),
        });
        const listed = await callAs("listPayouts", listPayouts, stores.deps, annotatorOf(9), {
          path: { projectId: project.projectId },
          query: {},
        });
        expect(listed.members.find(({ personId }) => personId === meera)?.accounts).toEqual([account]);
      }),
      { seed, numRuns: 12 },
    );
  });
});

describe("a payout", () => {
  let stores: Stores;
  let project: Project;
  let meera: AnnotatorId;
  beforeEach(async () => {
    stores = await openStores();
    project = await haveProject(stores.deps);
    meera = await haveMember(stores.deps, project, 1);
  });
  afterEach(() => stores.close());
  const record = (body: object) =>
    callAs("recordPayout", recordPayout, stores.deps, annotatorOf(9), {
      path: { projectId: project.projectId },
      body: {
        payoutId: ulid("A"),
        personId: meera,
        amountMicros: 1,
        currency: "INR",
        paidOn: "2026-03-04",
        ...body,
      },
    });

  it("that is told twice stands once; another one under its id is refused", async () => {
    await record({});
    stores.pass(1000);
    await record({});
    expect(await payouts(stores.deps).ofPerson(meera)).toHaveLength(1);
    await expect(record({ amountMicros: 2 })).rejects.toMatchObject({ code: "conflict" });
  });

  it("may be more than is owed, and goes to members only, on a day that has come", async () => {
    await record({ amountMicros: 5_000_000 });
    const { members } = await callAs("listPayouts", listPayouts, stores.deps, annotatorOf(9), {
      path: { projectId: project.projectId },
      query: {},
    });
    expect(members).toMatchObject([
      { personId: meera, accounts: [{ owedMicros: -5_000_000 }], payouts: [{ paidOn: "2026-03-04" }] },
    ]);
    await expect(record({ personId: annotatorOf(5) })).rejects.toMatchObject({ code: "not-found" });
    await expect(record({ paidOn: "2026-02-30" })).rejects.toMatchObject({ code: "bad-request" });
    await expect(record({ paidOn: "2027-01-01" })).rejects.toMatchObject({ code: "bad-request" });
  });
});
