import type { VNode } from "preact";

/** A share from 0 to 1 as a bar; `label` says it in words. */
export const Meter = ({ share, label }: { readonly share: number; readonly label: string }): VNode => {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      class="meter"
      role="progressbar"
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-label={label}
    >
      <span style={{ width: `${percent}%` }} />
    </div>
  );
};
