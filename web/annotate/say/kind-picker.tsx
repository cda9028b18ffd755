import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { PROPOSAL_KINDS, type ProposalKind } from "../../../core/proposal.ts";
import { t } from "../../i18n/t.ts";
import { KindPicture } from "./kind-picture.tsx";

interface KindPickerProps {
  readonly kind: ProposalKind | undefined;
  readonly onKind: (kind: ProposalKind) => void;
}

/** What should change, in words and pictures; folded away when it is known from where she came. */
export const KindPicker = ({ kind, onKind }: KindPickerProps): VNode => {
  const [open] = useState(kind === undefined);
  return (
    <details class="kinds" open={open}>
      <summary>
        <span class="soft small">{t("say.kind")}</span>
        {kind && (
          <span class="kind">
            <KindPicture kind={kind} />
            <strong>{t(`say.kind.${kind}`)}</strong>
          </span>
        )}
        <span class="other">{kind && t("say.kind.other")}</span>
      </summary>
      <fieldset>
        <legend class="unseen">{t("say.kind")}</legend>
        {PROPOSAL_KINDS.map((one) => (
          <label key={one} class="chip">
            <input type="radio" class="unseen" name="kind" checked={kind === one} onChange={() => onKind(one)} />
            <KindPicture kind={one} />
            <span class="name">{t(`say.kind.${one}`)}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
};
