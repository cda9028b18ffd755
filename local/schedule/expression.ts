/** When a schedule fires. Times are UTC, as EventBridge counts them where no time zone is given. */
export type ScheduleExpression =
  | { readonly kind: "rate"; readonly everyMs: number }
  | { readonly kind: "cron"; readonly fields: readonly CronField[] };

/** Values of one field at which it matches. */
type CronField = ReadonlySet<number>;

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Parses `rate(5 minutes)` and `cron(0 3 * * ? *)`; throws on the rarer signs L, W and #. */
export const parseSchedule = (text: string): ScheduleExpression => {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) {
    const everyMs = Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
    if (everyMs > 0) return { kind: "rate", everyMs };
  }
  const cron = /^cron\((.*)\)$/.exec(text)?.[1]?.split(" ");
  if (cron?.length !== 6) throw new Error(`the embedded cloud does not know the schedule ${text}`);
  return { kind: "cron", fields: cron.map((field, n) => parseField(field, FIELDS[n] ?? FIELDS[0], text)) };
};

interface FieldRange {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** minutes, hours, day of month, month, day of week (1 is Sunday), year. */
const FIELDS: readonly [FieldRange, ...FieldRange[]] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 1, max: 7, names: DAYS },
  { min: 1970, max: 2199 },
];

const parseField = (field: string, { min, max, names }: FieldRange, text: string): CronField => {
  const wrong = (): Error => new Error(`the embedded cloud does not know ${field} in the schedule ${text}`);
  const number = (part: string): number => {
    const named = names?.indexOf(part.toUpperCase()) ?? -1;
    const value = named >= 0 ? named + 1 : /^\d+$/.test(part) ? Number(part) : Number.NaN;
    if (!(value >= min && value <= max)) throw wrong();
    return value;
  };
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const [range = "", step] = part.split("/");
    const [from = "", to] = range.split("-");
    const all = range === "*" || range === "?";
    const first = all ? min : number(from);
    const last = all || (step !== undefined && to === undefined) ? max : number(to ?? from);
    const stride = step === undefined ? 1 : Number(step);
    if (!Number.isInteger(stride) || stride < 1) throw wrong();
    for (let value = first; value <= last; value += stride) values.add(value);
  }
  return values;
};

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A cron expression that matches nothing for so long, such as 30 February, never fires. */
const HORIZON_MS = 5 * 366 * DAY_MS;

/** The next time after `afterMs` (epoch milliseconds); undefined if there is none. Rates count from `afterMs`. */
export const nextFireMs = (schedule: ScheduleExpression, afterMs: number): number | undefined => {
  if (schedule.kind === "rate") return afterMs + schedule.everyMs;
  const [minutes, hours, days, months, weekdays, years] = schedule.fields;
  let at = Math.floor(afterMs / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  while (at < afterMs + HORIZON_MS) {
    const date = new Date(at);
    const onDay =
      years?.has(date.getUTCFullYear()) &&
      months?.has(date.getUTCMonth() + 1) &&
      days?.has(date.getUTCDate()) &&
      weekdays?.has(date.getUTCDay() + 1);
    if (!onDay) at = Math.floor(at / DAY_MS) * DAY_MS + DAY_MS;
    else if (hours?.has(date.getUTCHours()) && minutes?.has(date.getUTCMinutes())) return at;
    else at += MINUTE_MS;
  }
  return undefined;
};
