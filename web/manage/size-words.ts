import { number } from "../i18n/t.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** `9.9 kB`; counted in thousands, as disks and browsers do. */
export const sizeWords = (bytes: number): string => {
  const at = bytes < 1_000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return number(bytes / 1_000 ** at, {
    style: "unit",
    unit: UNITS[at] ?? "byte",
    unitDisplay: at === 0 ? "long" : "short",
    maximumFractionDigits: 1,
  });
};
