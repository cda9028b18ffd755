import type { VNode } from "preact";
import type { ProposalState } from "../../../core/proposal.ts";
import { t } from "../../i18n/t.ts";
import { Pill, type Tone } from "../../parts/pill.tsx";

const TONES: Readonly<Record<ProposalState, Tone | undefined>> = {
  open: undefined,
  asked: "sky",
  accepted: "leaf",
  declined: "clay",
  withdrawn: undefined,
};

/** Where a proposal stands, in words. */
export const StandingPill = ({ state }: { readonly state: ProposalState }): VNode => {
  const tone = TONES[state];
  return <Pill {...(tone && { tone })}>{t(`proposals.state.${state}`)}</Pill>;
};
