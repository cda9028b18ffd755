import type { VNode } from "preact";
import type { ItemState } from "../../core/item.ts";
import { t } from "../i18n/t.ts";
import { Pill, type Tone } from "../parts/pill.tsx";

const TONES: Readonly<Partial<Record<ItemState, Tone>>> = {
  agreed: "leaf",
  contested: "ochre",
  none_fit: "sky",
  cant_tell: "sky",
  unusable: "clay",
  rejected: "clay",
};

export const StatePill = ({ state }: { readonly state: ItemState }): VNode => {
  const tone = TONES[state];
  return <Pill {...(tone ? { tone } : {})}>{t(`manage.state.${state}`)}</Pill>;
};
