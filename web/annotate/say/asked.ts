import type { Answer } from "../../../core/annotation.ts";
import type { LabelId } from "../../../core/ids.ts";
import type { ProposalKind } from "../../../core/proposal.ts";
import type { Entry } from "../work/entries.ts";

/** What she wants to say or see: a proposal about an item, or all about a label. */
export type SayAsked =
  | {
      readonly do: "propose";
      /** The example; absent while nothing is on screen, when only a draft that was kept can be gone on with. */
      readonly entry?: Entry | undefined;
      readonly kind?: ProposalKind;
      readonly label?: LabelId;
    }
  | { readonly do: "label"; readonly label: LabelId };

/** The answer she gave last, and the item it was for. */
export interface Given {
  readonly entry: Entry;
  readonly answer: Answer;
}
