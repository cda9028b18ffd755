import type { ComponentChildren, VNode } from "preact";

/** `leaf` done, `ochre` wants attention, `clay` refused or failed, `sky` a question. The words say it too. */
export type Tone = "leaf" | "ochre" | "clay" | "sky";

export const Pill = ({ tone, children }: { readonly tone?: Tone; readonly children: ComponentChildren }): VNode => (
  <span class={tone ? `pill ${tone}` : "pill"}>{children}</span>
);
