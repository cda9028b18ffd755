import type { VNode } from "preact";

/** Stroked on a 20 × 20 grid. Own drawings: no icon font, no foreign file. */
const PATHS = {
  alert: "M10 3 2.5 16.5h15zM10 8v4M10 14.3v.2",
  back: "M12.5 4 6.5 10l6 6",
  box: "M4 5h12v10H4z",
  check: "m4 10.5 4 4 8-9",
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M10 6v4l2.5 2",
  close: "M5 5l10 10M15 5 5 15",
  down: "m5 8 5 5 5-5",
  enter: "M16 5v4a2 2 0 0 1-2 2H4.5M8 7l-4 4 4 4",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5M10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  fit: "M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4",
  flag: "M5 17V4h9l-2 3 2 3H5",
  hand: "M6 10V5.5a1.3 1.3 0 0 1 2.6 0V9 4a1.3 1.3 0 0 1 2.6 0v5-4a1.3 1.3 0 0 1 2.6 0v6.5c0 3.5-2 5.5-4.6 5.5-2.4 0-3.5-1.2-4.6-3.2L3 11.4c-.7-1.500 1.200-2.4 2.1-1.2L6 11.5",
  help: "M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.3v.2M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16",
  list: "M7 5h9M7 10h9M7 15h9M3.5 5h.1M3.5 10h.1M3.5 15h.1",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  minus: "M4 10h12",
  more: "M4.5 10h.1M10 10h.1M15.5 10h.1",
  none: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M5 15 15 5",
  offline: "M3 3l14 14M6 11a6 6 0 0 1 2-1.3M4 8a9 9 0 0 1 3-1.9M11 5.2A9 9 0 0 1 16 8M10 14.5v.1",
  page: "M5 3h7l3 3v11H5zM8 9h4M8 12h4",
  person: "M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6M4 17c.5-3 3-4.5 6-4.5s5.5 1.5 6 4.5",
  plus: "M4 10h12M10 4v12",
  previous: "M16 5v10M13 5 7 10l6 5z",
  redo: "m12 4 4 4-4 4M16 8H8a4 4 0 0 0 0 8h2",
  trash: "M4 6h12M8 6V4h4v2M6 6l.7 10h6.6L14 6",
  unsure: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5M4 17 16 3",
  undo: "M8 4 4 8l4 4M4 8h8a4 4 0 0 1 0 8h-2",
} as const;
export type IconName = keyof typeof PATHS;

/** Beside words, or inside something that has a name: never said aloud itself. */
export const Icon = ({ name }: { readonly name: IconName }): VNode => <Glyph path={PATHS[name]} />;

/** One stroke in the manner of all icons: for those that only a few screens draw, and carry with them. */
export const Glyph = ({ path }: { readonly path: string }): VNode => (
  <svg
    class="glyph"
    width="20"
    height="20"
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d={path} />
  </svg>
);
