import { type Area, alongAxis, scale, share, tick, ticks, upAxis, upTitle } from "./axes.ts";
import type { Bought, BoughtSet } from "./buying.ts";
import { mark, type Series, STYLE, WIDTH } from "./look.ts";
import { line, type Point, path, picture, words } from "./svg.ts";

const RULES = ["unbounded", "fixed", "stopping"] as const satisfies readonly Series[];
type Rule = (typeof RULES)[number];

const TOP = 104;
const PANEL = 178;
const FEWEST = 2;

/** What the answers that were bought came to: one panel a set, on the same axis of answers. */
export const buyingPlot = (sets: readonly BoughtSet[]): string => {
  const most = Math.ceil(
    Math.max(...sets.flatMap((set) => RULES.flatMap((rule) => set[rule].map(({ labels }) => labels)))),
  );
  const panels = sets.map((set, at) => panelOf(set, TOP + at * PANEL, most));
  const last = TOP + sets.length * PANEL;
  return picture(
    { width: WIDTH, height: last + 16 },
    {
      title: "Accuracy against answers bought",
      description: `Fixed numbers of answers against stopping by confidence on ${sets.map(({ name }) => name).join(", ")}: the figures are in the table below the plot.`,
    },
    STYLE,
    [
      words("Accuracy against answers bought", 16, 26, { class: "name" }),
      ...legend(),
      ...panels,
      words("answers bought, mean of an item", (62 + WIDTH - 18) / 2, last, { "text-anchor": "middle" }),
    ],
  );
};

const legend = (): readonly string[] => {
  const names: Readonly<Record<Rule, string>> = {
    fixed: "3, 5 or 7 answers to every item",
    stopping: "until .90, .95 or .99 sure, or contested",
    unbounded: "the same, never contested",
  };
  return (["fixed", "stopping", "unbounded"] as const).flatMap((rule, at) => [
    path(
      [
        [16, 44 + 18 * at],
        [42, 44 + 18 * at],
      ],
      `line ${rule}`,
    ),
    mark(rule, 29, 44 + 18 * at),
    words(names[rule], 52, 48.5 + 18 * at),
  ]);
};

const panelOf = (set: BoughtSet, top: number, most: number): string => {
  const area: Area = { left: 62, right: WIDTH - 18, top: top + 26, bottom: top + PANEL - 40 };
  const all = [set.all, ...RULES.flatMap((rule) => set[rule].map(({ accuracy }) => accuracy))];
  const [least, best] = [Math.min(...all), Math.max(...all)];
  const step = best - least > 0.06 ? 0.04 : 0.01;
  const range = [Math.floor(least / step - 0.6) * step, Math.ceil(best / step + 0.2) * step] as const;
  const x = scale([FEWEST, most], [area.left, area.right]);
  const y = scale(range, [area.bottom, area.top]);
  const at = ({ labels, accuracy }: Bought) => [x(labels), y(accuracy)] as const;
  return [
    words(set.name.replaceAll("_", " "), area.left, top + 16, { class: "strong" }),
    words(`all ${set.pool}: ${share(set.all, 3)}`, area.right, top + 16, { "text-anchor": "end", class: "soft" }),
    ...upAxis(area, y, ticks(range[0], range[1], step), tick(2)),
    ...alongAxis(area, x, ticks(FEWEST, most, 2), String),
    upTitle("accuracy", area, 20),
    line(area.left, y(set.all), area.right, y(set.all), "ideal"),
    ...RULES.map((rule) => path(set[rule].map(at), `line ${rule}`)),
    ...set.fixed.map((bought) => beside(String(bought.asked), at(bought), [0, 17])),
    ...set.stopping.map((bought, nth) => {
      const [here, next] = [at(bought), set.stopping[nth + 1]];
      if (!next) return beside(share(bought.asked), here, [4, 17]);
      return beside(share(bought.asked), here, isCrowded(here, at(next)) ? [19, 5] : [0, -9]);
    }),
    ...RULES.flatMap((rule) => set[rule].map((bought) => mark(rule, ...at(bought)))),
  ].join("");
};

/** Whether the next point stands where this one's label would. */
const isCrowded = ([x, y]: Point, [nextX, nextY]: Point): boolean => Math.abs(nextX - x) < 30 && nextY < y - 6;

const beside = (text: string, [x, y]: Point, [right, down]: Point): string =>
  words(text, x + right, y + down, { "text-anchor": "middle", class: "small halo" });
