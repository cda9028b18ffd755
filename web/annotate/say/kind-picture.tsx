import type { VNode } from "preact";
import type { ProposalKind } from "../../../core/proposal.ts";

/** Drawn on a 32 × 24 grid: boxes are labels, the thick line is what she changes. */
const THIN: Readonly<Record<ProposalKind, string>> = {
  add: "M3 7h9v10H3z",
  add_under: "M3 4h12v7H3zM9 11v7h5",
  split: "M3 7h9v10H3zM13 12h3M16 12l4-5M16 12l4 5",
  merge: "M3 3h9v8H3zM3 14h9v8H3zM13 7l5 4M13 18l5-4",
  rename: "M3 7h12v10H3z",
  redefine: "M3 7h8v10H3zM14 8h6M14 12h6M14 16h4",
  deprecate: "M8 7h16v10H8z",
  instruction: "M6 3h14v18H6zM9 8h8M9 12h8",
};
const THICK: Readonly<Record<ProposalKind, string>> = {
  add: "M23 7v10M18 12h10",
  add_under: "M17 14h12v8H17z",
  split: "M21 4h8v6h-8zM21 14h8v6h-8z",
  merge: "M20 8h9v8h-9z",
  rename: "M12 20 26 6l3 3-14 14-4 1z",
  redefine: "M23 4a6 6 0 0 1 0 16M23 12v.2",
  deprecate: "M5 4l22 16",
  instruction: "M15 20 26 9l3 3-11 11-4 1z",
};

/** A picture of what a kind of proposal does to a label; beside words that say the same. */
export const KindPicture = ({ kind }: { readonly kind: ProposalKind }): VNode => (
  <svg
    class="kind-picture"
    width="32"
    height="24"
    viewBox="0 0 32 24"
    fill="none"
    stroke="currentColor"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d={THIN[kind]} stroke-width="1.4" />
    <path d={THICK[kind]} stroke-width="2.4" />
  </svg>
);
