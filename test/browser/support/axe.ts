import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { DEVICES } from "./world.ts";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [DEVICES.desk.viewport, DEVICES.phone.viewport];
/** What another theme can change; the rest is the same elements. */
const OF_COLOUR = ["color-contrast", "link-in-text-block"];

/** Serious and critical findings on the page as it is now, at both widths, light and dark; each as a line to act on. */
export const findingsOn = async (page: Page): Promise<readonly string[]> => {
  const found: string[] = [];
  // By the debugger, as the page's policy allows no script of others.
  await page.evaluate(source);
  for (const viewport of WIDTHS) {
    if (viewport) await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"] as const) {
      // Without motion, so that no colour is measured on its way to another.
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await page.evaluate(
        (rules) =>
          (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
            resultTypes: ["violations"],
            ...(rules && { runOnly: { type: "rule", values: rules } }),
          }),
        colorScheme === "dark" ? OF_COLOUR : undefined,
      );
      for (const { id, impact, help, nodes } of violations)
        if (impact === "serious" || impact === "critical")
          for (const { target, any } of nodes)
            found.push(`${viewport?.width} ${colorScheme} · ${id}: ${help} · ${target} · ${any[0]?.message ?? ""}`);
    }
  }
  return found;
};
