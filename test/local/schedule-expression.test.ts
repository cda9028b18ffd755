import { describe, expect, test } from "vitest";
import { nextFireMs, parseSchedule } from "../../local/schedule/expression.ts";

const next = (expression: string, after: string): string | undefined => {
  const ms = nextFireMs(parseSchedule(expression), Date.parse(after));
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

describe("when a schedule fires next", () => {
  test.each([
    ["rate(1 minute)", "2026-01-01T00:00:30Z", "2026-01-01T00:01:30.000Z"],
    ["rate(5 minutes)", "2026-01-01T00:00:00Z", "2026-01-01T00:05:00.000Z"],
    ["rate(10080 minutes)", "2026-01-01T00:00:00Z", "2026-01-08T00:00:00.000Z"],
    ["rate(2 hours)", "2026-01-01T23:00:00Z", "2026-01-02T01:00:00.000Z"],
    ["rate(1 day)", "2026-02-28T12:00:00Z", "2026-03-01T12:00:00.000Z"],
    ["cron(0 3 * * ? *)", "2026-01-01T03:00:00Z", "2026-01-02T03:00:00.000Z"],
    ["cron(0 3 * * ? *)", "2026-01-01T02:59:59Z", "2026-01-01T03:00:00.000Z"],
    ["cron(*/15 * * * ? *)", "2026-01-01T00:16:00Z", "2026-01-01T00:30:00.000Z"],
    ["cron(5/20 * * * ? *)", "2026-01-01T00:26:00Z", "2026-01-01T00:45:00.000Z"],
    ["cron(0 0 1 * ? *)", "2026-01-31T12:00:00Z", "2026-02-01T00:00:00.000Z"],
    ["cron(0 0 29 2 ? *)", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00.000Z"],
    ["cron(30 9 ? * MON-FRI *)", "2026-01-02T10:00:00Z", "2026-01-05T09:30:00.000Z"],
    ["cron(0 12 ? JAN,jul 1 *)", "2026-01-26T00:00:00Z", "2026-07-05T12:00:00.000Z"],
    ["cron(0 0 1 1 ? 2030)", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00.000Z"],
    ["cron(0 0 30 2 ? *)", "2026-01-01T00:00:00Z", undefined],
  ])("%s after %s", (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  test.each([
    "rate(0 minutes)",
    "rate(5 weeks)",
    "at(2026-01-01T00:00:00)",
    "cron(0 3 * * ?)",
    "cron(0 3 L * ? *)",
    "cron(60 * * * ? *)",
    "cron(0 3 ? * 2#1 *)",
    "cron(* */0 * * ? *)",
  ])("does not pretend to know %s", (expression) => {
    expect(() => parseSchedule(expression)).toThrow(/does not know/);
  });
});
