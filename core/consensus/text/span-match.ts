import { overlapOf, type Span } from "./spans.ts";

/** Below this share of their joint code points two spans are not the same one; the gate of boxes. */
export const SAME_SPAN_OVERLAP = 0.3;
/** What the same label is worth where places compete. */
const SAME_LABEL = 0.1;

/**
 * The number of the fused span that a marked one stands for, by place first and label second, or -1 where none overlaps it
 * by 0.3. Of several alike the first in the order of the fused ones.
 */
export const fusedSpanOf = (marked: Span, fused: readonly Span[]): number => {
  let best = -1;
  let most = 0;
  fused.forEach((span, at) => {
    const overlap = overlapOf(marked, span);
    if (overlap < SAME_SPAN_OVERLAP) return;
    const likeness = overlap + (span.label === marked.label ? SAME_LABEL : 0);
    if (likeness <= most) return;
    best = at;
    most = likeness;
  });
  return best;
};
