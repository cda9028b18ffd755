import { describe, expect, it } from "vitest";
import { fuzzGuarded, type Guards } from "../fuzz/fuzz-guarded.ts";
import { shownInput } from "../fuzz/fuzz-report.ts";
import { plantedTargets } from "../fuzz/targets/planted.ts";
import { parserTargets } from "../fuzz/targets.ts";

/** The short form of `npm run fuzz -- --only parsers`: so many inputs of each, from the same seed unless SEED says another. */
const seed = Number(process.env["SEED"] ?? 8);
const INPUTS = 100;
const TIMEOUT_MS = 240_000;

describe(`parsers of what strangers send (SEED=${seed} draws it again)`, () => {
  it(
    "say what it is or why not: they throw nothing else, come back, keep small, and say the same of the same",
    async () => {
      const reports = await fuzzGuarded(parserTargets, { seed, inputs: INPUTS });
      const found = reports.flatMap(({ name, findings }) =>
        findings.map((one) => `npm run fuzz -- --only ${name} --input ${shownInput(one) ?? "…"}\n${one.what}`),
      );
      expect(found).toEqual([]);
      expect(reports.map(({ name }) => name)).toEqual(parserTargets.map(({ name }) => name));
      for (const { name, inputs } of reports) expect(inputs, name).toBeGreaterThan(INPUTS / 3);
      const kept = reports.reduce((sum, one) => sum + one.kept, 0);
      expect(kept, "inputs that reach something new are found").toBeGreaterThan(100);
    },
    TIMEOUT_MS,
  );
});

describe("the search itself", () => {
  const patient = { hangMs: 20_000, heapMb: 128, growthMb: 256 };
  const firstOf = async (names: readonly string[], guards: Guards): Promise<readonly (string | undefined)[]> => {
    const chosen = plantedTargets.filter(({ name }) => names.includes(name.replace("planted-", "")));
    const reports = await fuzzGuarded(chosen, { seed: 1, inputs: 3_000 }, guards);
    return reports.map(({ findings: [first] }) => first?.what.split("\n")[0]?.slice(0, 40));
  };

  it(
    "finds a parser that throws, and hands back the smallest input that makes it",
    async () => {
      const throwing = plantedTargets.filter(({ name }) => name === "planted-throws");
      const [report] = await fuzzGuarded(throwing, { seed: 1, inputs: 3_000 }, patient);
      const [found] = report?.findings ?? [];
      expect(found?.what).toContain("TypeError: cannot read what is not there");
      expect(Buffer.from(found?.input ?? []).toString()).toBe("a+1");
    },
    TIMEOUT_MS,
  );

  it(
    "finds a parser that says what cannot be, and one that says something else each time",
    async () =>
      expect(await firstOf(["lies", "fickle"], patient)).toEqual([
        "Error: must hold: a sum is never taken",
        "said two things of the same input:",
      ]),
    TIMEOUT_MS,
  );

  it(
    "finds a parser that does not come back, and goes on with the others",
    async () =>
      expect(await firstOf(["hangs", "lies"], { ...patient, hangMs: 1_000 })).toEqual(
        expect.arrayContaining(["did not come back within 1000 ms", "Error: must hold: a sum is never taken"]),
      ),
    TIMEOUT_MS,
  );

  it(
    "finds a parser that eats all memory",
    async () => expect(await firstOf(["hungry"], patient)).toEqual(["took more than 256 MB"]),
    TIMEOUT_MS,
  );
});
