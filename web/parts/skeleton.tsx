import type { VNode } from "preact";

/** Keeps the place of what is coming, so that nothing jumps when it is there. Height in CSS pixels. */
export const Skeleton = ({ height, count = 1 }: { readonly height: number; readonly count?: number }): VNode => (
  <div class="stack" aria-hidden="true">
    {Array.from({ length: count }, (_, at) => (
      <div key={at} class="skeleton" style={{ height: `${height}px` }} />
    ))}
  </div>
);
