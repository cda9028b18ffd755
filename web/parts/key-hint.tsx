import type { ComponentChildren, VNode } from "preact";

/** The key that does the same; hidden where there is no keyboard to speak of. */
export const KeyHint = ({ children }: { readonly children: ComponentChildren }): VNode => (
  <span class="key hint" aria-hidden="true">
    {children}
  </span>
);
