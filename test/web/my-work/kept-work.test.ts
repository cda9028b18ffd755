import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { changeLanguage } from "../../../web/i18n/catalogue.ts";
import { money } from "../../../web/i18n/t.ts";
import { microsOf, typedAmount } from "../../../web/manage/payout-draft.ts";
import { forgetWork } from "../../../web/my-work/forget-work.ts";
import { FILES_LIST, KEPT_FILES, SCREEN } from "../../../web/my-work/kept-files.ts";
import { keepWork, keptWork, type MyWork } from "../../../web/my-work/kept-work.ts";

const work = (asOfMs: number): MyWork => ({
  asOfMs,
  today: [],
  thisMonth: [],
  accounts: [],
  answers: 0,
  unpaid: 0,
  projects: [],
  months: [],
  days: { month: "2026-03", days: [] },
  payouts: [],
  payoutCount: 0,
});

/** A device's storage with room for so many characters a row: its rows are its own keys, as in a browser. */
const storageOf = (room = 10_000): Storage => {
  const methods = {
    getItem: (key: string) => rows[key] ?? null,
    setItem: (key: string, text: string) => {
      if (text.length > room) throw new Error("QuotaExceededError");
      rows[key] = text;
    },
    removeItem: (key: string) => void delete rows[key],
  };
  const rows: Record<string, string> = Object.create(methods);
  return rows as unknown as Storage;
};

describe("what a device keeps of her work", () => {
  let storage: Storage;
  beforeEach(() => {
    storage = storageOf();
  });

  it("is the last that came, and nobody else's", () => {
    expect(keepWork(storage, "meera", work(1))).toBe(true);
    keepWork(storage, "meera", work(2));
    expect(keptWork(storage, "meera")?.asOfMs).toBe(2);
    expect(keptWork(storage, "asha")).toBeUndefined();
  });

  it("goes when she signs out, or somebody else signs in; other things stay", () => {
    storage.setItem("labelloop.language", "hi");
    for (const one of ["meera", "asha"]) keepWork(storage, one, work(1));
    forgetWork(storage, "asha");
    expect([keptWork(storage, "meera"), keptWork(storage, "asha")?.asOfMs]).toEqual([undefined, 1]);
    forgetWork(storage);
    expect(keptWork(storage, "asha")).toBeUndefined();
    expect(storage.getItem("labelloop.language")).toBe("hi");
  });

  it("is nothing, not something half, on a device that is full or kept it otherwise", () => {
    const full = storageOf(100);
    full.setItem("labelloop.my-work.meera", "{}");
    expect(keepWork(full, "meera", work(1))).toBe(false);
    expect(keptWork(full, "meera")).toBeUndefined();
    storage.setItem("labelloop.my-work.meera", '{"asOfMs":1');
    expect(keptWork(storage, "meera")).toBeUndefined();
  });

  it("lies where the service worker looks for it", () => {
    const source = readFileSync(new URL("../../../web/service-worker.ts", import.meta.url), "utf8");
    expect(source).toContain(`const SCREEN = "${SCREEN}";`);
    expect(source).toContain(`const KEPT_FILES = "${KEPT_FILES}";`);
    expect(FILES_LIST.startsWith(SCREEN)).toBe(true);
  });
});

describe("amounts", () => {
  it("are shown to the millionth, however large", async () => {
    await changeLanguage("en");
    expect(money(9_007_199_254_740_991, "INR")).toBe("₹9,00,71,99,254.740991");
    expect(money(500_000, "INR")).toBe("₹0.50");
    expect(money(1, "INR")).toBe("₹0.000001");
    expect(money(-1_250_001, "INR")).toBe("-₹1.250001");
  });

  it.each([
    ["1250.5", 1_250_500_000],
    ["0,000001", 1],
    ["12 500", 12_500_000_000],
    ["0.1", 100_000],
    ["100000000", 100_000_000_000_000],
  ])("are read as they are typed: %s", (typed, micros) => expect(microsOf(typed)).toBe(micros));

  it.each(["", "0", "-1", "1.2345678", "1e3", "1.2.3", "100000001", "twelve"])("of %j is none", (typed) =>
    expect(microsOf(typed)).toBeUndefined(),
  );

  it("are offered as one would type them", () => {
    expect([1_250_500_000, 1, 3_000_000, -5].map(typedAmount)).toEqual(["1250.5", "0.000001", "3", "0"]);
  });
});
