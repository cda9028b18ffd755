import type { ClassMethodName } from "../../core/consensus/classes/methods.ts";
import { type Area, alongAxis, scale, share, tick, ticks } from "./axes.ts";
import { mark, type Series, STYLE, WIDTH } from "./look.ts";
import { type FittedSet, figuresIn, mean } from "./methods-measured.ts";
import { line, picture, words } from "./svg.ts";

/** The last is drawn last, on top. */
const SHOWN = ["majority", "dawid-skene", "default"] as const satisfies readonly (Series & ClassMethodName)[];
type Accuracies = Readonly<Record<(typeof SHOWN)[number], number>>;

const ROW = 26;
const AREA = { left: 124, right: 350, top: 92 } as const;
const COLUMNS = { majority: 408, "dawid-skene": 464 } as const;
const FROM = 0.68;

/** Accuracy on each set, and in points how far the default is from the others: its losses stand out. */
export const accuracyPlot = (sets: readonly FittedSet[]): string => {
  const rows = sets.map((set) => ({ name: set.name.replaceAll("_", " "), of: accuraciesIn(set) }));
  const means = {
    majority: mean(rows.map(({ of }) => of.majority)),
    "dawid-skene": mean(rows.map(({ of }) => of["dawid-skene"])),
    default: mean(rows.map(({ of }) => of.default)),
  };
  const area: Area = { ...AREA, bottom: AREA.top + ROW * rows.length + 2 * ROW };
  const x = scale([FROM, 1], [area.left, area.right]);
  const meanTop = area.top + ROW * (rows.length + 0.5);
  return picture(
    { width: WIDTH, height: area.bottom + 52 },
    {
      title: "Accuracy on ten real sets",
      description: `Accuracy of the default, majority and Dawid–Skene on each set. Means: default ${share(means.default, 4)}, majority ${share(means.majority, 4)}, Dawid–Skene ${share(means["dawid-skene"], 4)}.`,
    },
    STYLE,
    [
      words("Accuracy on ten real sets", 16, 26, { class: "name" }),
      ...legend(),
      ...ticks(FROM, 1, 0.1).map((value) => line(x(value), area.top - 4, x(value), area.bottom, "grid")),
      ...alongAxis(area, x, ticks(FROM, 1, 0.1), tick(1)),
      words("share of items that are right", (area.left + area.right) / 2, area.bottom + 40, {
        "text-anchor": "middle",
      }),
      words("default minus", COLUMNS.majority + 8, area.top - 24, {
        "text-anchor": "middle",
        class: "soft small",
      }),
      words("majority", COLUMNS.majority, area.top - 8, { "text-anchor": "end", class: "soft small" }),
      words("D.–S.", COLUMNS["dawid-skene"], area.top - 8, { "text-anchor": "end", class: "soft small" }),
      ...rows.flatMap(({ name, of }, at) => rowOf(name, of, x, area.top + ROW * (at + 0.5))),
      line(16, meanTop, COLUMNS["dawid-skene"], meanTop, "grid"),
      ...rowOf("mean", means, x, meanTop + ROW * 0.7),
      words("in points", COLUMNS.majority + 8, area.bottom + 18, {
        "text-anchor": "middle",
        class: "soft small",
      }),
    ],
  );
};

const legend = (): readonly string[] => {
  const names = { default: "default", majority: "majority", "dawid-skene": "Dawid–Skene" };
  const at = { default: 16, majority: 92, "dawid-skene": 180 };
  return SHOWN.flatMap((series) => [mark(series, at[series] + 5, 47), words(names[series], at[series] + 16, 52)]);
};

const accuraciesIn = (set: FittedSet): Accuracies => {
  const of = (method: ClassMethodName): number => figuresIn(set, { method, read: "posterior" }).accuracy;
  return { default: of("default"), majority: of("majority"), "dawid-skene": of("dawid-skene") };
};

const rowOf = (name: string, of: Accuracies, x: (value: number) => number, y: number): readonly string[] => [
  words(name, AREA.left - 10, y + 4.5, { "text-anchor": "end" }),
  line(x(Math.min(...Object.values(of))), y, x(Math.max(...Object.values(of))), y, "axis"),
  ...SHOWN.map((series) => mark(series, x(of[series]), y)),
  ...(["majority", "dawid-skene"] as const).map((rival) => {
    const points = Math.round(1000 * (of.default - of[rival])) / 10;
    const shown = points === 0 ? "0.0" : `${points > 0 ? "+" : "−"}${Math.abs(points).toFixed(1)}`;
    return words(shown, COLUMNS[rival], y + 4.5, { "text-anchor": "end", class: points < 0 ? "loss" : "soft" });
  }),
];
