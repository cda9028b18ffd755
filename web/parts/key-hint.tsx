import type { VNode } from "preact";

/** The key that does the same; hidden where there is no keyboard to speak of. */
export const KeyHint = ({ keys }: { readonly keys: string }): VNode => (
  <span class="key hint" aria-hidden="true">
    {keys}
  </span>
);
