import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { beforeAll, describe, expect, test } from "vitest";
import { changeLanguage, needAreas } from "../../../web/i18n/catalogue.ts";
import { SpecialRates } from "../../../web/manage/special-rates.tsx";

const rate = (noneFit: number, cantTell: number, reasons = {}) => ({
  items: 20,
  answers: 60,
  noneFit,
  cantTell,
  reasons,
});
const shown = (byLabel: object[], byInstructions: object[] = []): string =>
  renderToString(
    h(SpecialRates, { rates: { byLabel, byInstructions } as never, nameOf: (label: string) => label.toUpperCase() }),
  );

beforeAll(async () => {
  await changeLanguage("en");
  await needAreas(["manage"]);
});

describe("what a vendor is told of answers that are no label", () => {
  test("is that a label may be missing where many say that none fits, and beside which", () => {
    const page = shown([{ label: "pest", ...rate(14, 0) }]);
    expect(page).toContain("none of the labels fit beside “PEST”: a label may be missing");
    expect(page).toContain("23% (14 of 60)");
  });

  test("is what the commonest reason asks for where many can’t tell", () => {
    const page = shown([{ label: "pest", ...rate(0, 12, { blurred: 2, needs_local_knowledge: 6 }) }]);
    expect(page).toContain("invite people who do");
    expect(page).not.toContain("sharper pictures");
    expect(shown([{ label: "pest", ...rate(0, 12) }])).toContain("gave no reason");
  });

  test("is the figures alone where few do", () => {
    const page = shown([{ label: "pest", ...rate(2, 1) }], [{ version: 2, ...rate(2, 1) }]);
    expect(page).not.toContain("<li>");
    expect(page).toContain("version 2");
  });

  test("is when it can be told, as long as too few have answered", () => {
    expect(shown([])).toContain("ten items or more");
  });
});
