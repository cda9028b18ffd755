import { type Area, alongAxis, scale, share, tick, ticks, upAxis, upTitle } from "./axes.ts";
import { mark, type Series, STYLE, WIDTH } from "./look.ts";
import { type FittedSet, meanOf, type Told } from "./methods-measured.ts";
import { type Bin, reliability } from "./reliability.ts";
import { line, path, picture, words } from "./svg.ts";

interface Curve extends Told {
  readonly series: Series;
  readonly name: string;
}

/** What is compared: the same four in the plot and in the table. */
export const CURVES: readonly Curve[] = [
  { series: "default", name: "default, as it is reported", method: "default", read: "confidence" },
  { series: "plain", name: "default, not tempered", method: "default", read: "posterior" },
  { series: "dawid-skene", name: "Dawid–Skene, not tempered", method: "dawid-skene", read: "posterior" },
  { series: "majority", name: "majority’s share of votes", method: "majority", read: "posterior" },
];

/** A point on so few items is drawn hollow and is not joined: luck moves it. */
const FEW = 30;
const AREA: Area = { left: 54, right: 466, top: 44, bottom: 364 };
const ROW = 42;
const TABLE_TOP = AREA.bottom + 80;

/** How often a winner told with some probability is right; below it, how many items each point stands on. */
export const reliabilityPlot = (sets: readonly FittedSet[]): string => {
  const x = scale([0, 1], [AREA.left, AREA.right]);
  const y = scale([0, 1], [AREA.bottom, AREA.top]);
  const tenths = ticks(0, 1, 0.1);
  const parts = CURVES.map((curve) => ({ ...curve, bins: reliability(sets, curve) }));
  const drawn = parts.map(({ series, bins }) => {
    const met = bins.filter(({ items }) => items > 0);
    const joined = met.filter(({ items }) => items >= FEW).map(({ told, right }) => [x(told), y(right)] as const);
    const marks = met.map(({ items, told, right }) => mark(series, x(told), y(right), items < FEW));
    return [path(joined, `line ${series}`), ...marks].join("");
  });
  return picture(
    { width: WIDTH, height: TABLE_TOP + ROW * CURVES.length + 10 },
    {
      title: "How often what is told with some probability is right",
      description:
        "Reliability diagram over the items of ten real sets in ten bins: the default as reported lies nearest to the diagonal, untempered posteriors lie below it, the share of votes above it.",
    },
    STYLE,
    [
      words("Told, and right", 16, 26, { class: "name" }),
      ...upAxis(AREA, y, ticks(0, 1, 0.2), tick(1)),
      ...alongAxis(AREA, x, tenths, tick(1)),
      upTitle("share that was right", AREA, 17),
      words("highest probability of an item", (AREA.left + AREA.right) / 2, AREA.bottom + 40, {
        "text-anchor": "middle",
      }),
      line(x(0), y(0), x(1), y(1), "ideal"),
      words("dotted: as it ought to be", x(0.24), y(0.08), { class: "soft" }),
      ...drawn.toReversed(),
      words("Items in each tenth", AREA.left, TABLE_TOP - 10, { class: "soft" }),
      ...parts.map((curve, at) => rowOf(sets, curve, TABLE_TOP + at * ROW)),
    ],
  );
};

const rowOf = (sets: readonly FittedSet[], curve: Curve & { readonly bins: readonly Bin[] }, top: number): string => {
  const { series, name, bins } = curve;
  const ece = share(meanOf(sets, curve, "ece"), 3);
  const wide = (AREA.right - AREA.left) / bins.length;
  return [
    mark(series, AREA.left + 6, top + 9),
    words(name, AREA.left + 18, top + 14, { class: "strong" }),
    words(`ECE ${ece}`, AREA.right, top + 14, { "text-anchor": "end" }),
    ...bins.map(({ items }, at) =>
      words(items.toLocaleString("en"), AREA.left + (at + 0.5) * wide, top + 31, {
        "text-anchor": "middle",
        class: "soft small",
      }),
    ),
  ].join("");
};
