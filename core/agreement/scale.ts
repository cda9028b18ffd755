import { refuse } from "../refusal.ts";

/** What labels mean to each other: only names, an order, differences, or proportions (Stevens 1946). */
export const LEVELS = ["nominal", "ordinal", "interval", "ratio"] as const;
export type Level = (typeof LEVELS)[number];

/** A level, and of each label the number that it stands for. */
export type Scale =
  | { readonly level: "nominal" }
  | { readonly level: Exclude<Level, "nominal">; readonly values: Float64Array };

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/**
 * The scale of labels that are called by numbers. Refused: a level above nominal for a label that is no number, and the
 * ratio level for one below zero.
 */
export const scaleOf = (level: Level, labelNames: readonly string[]): Scale => {
  if (level === "nominal") return { level };
  const values = Float64Array.from(labelNames, (name) => (NUMBER.test(name) ? Number(name) : Number.NaN));
  const wrong = values.findIndex((value) => !Number.isFinite(value) || (level === "ratio" && value < 0));
  if (wrong < 0) return { level, values };
  const allowed = level === "ratio" ? "numbers from 0 on" : "numbers";
  const value = labelNames[wrong] ?? "";
  throw refuse("bad-request", `label "${value}" cannot be put on a scale of level ${level}: give ${allowed}`, {
    field: "label",
    value,
    allowed,
  });
};
