import type { VNode } from "preact";
import { type Answer, CANT_TELL_REASONS, UNUSABLE_REASONS } from "../../../core/annotation.ts";
import { t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { KeyHint } from "../../parts/key-hint.tsx";

interface ReasonsProps {
  readonly onAnswer: (answer: Answer) => void;
  readonly onClose: () => void;
}

/** One tap more, if she likes: why one cannot tell. */
export const CantTellSheet = ({
  onAnswer,
  onClose,
  onUnusable,
}: ReasonsProps & { readonly onUnusable: () => void }): VNode => (
  <Dialog sheet title={t("annotate.cantTell.title")} onClose={onClose}>
    <div class="stack">
      <p class="soft">{t("annotate.cantTell.why")}</p>
      <Choices
        reasons={CANT_TELL_REASONS.map((reason) => ({
          text: t(`annotate.reason.${reason}`),
          choose: () => onAnswer({ kind: "cant_tell", reason }),
        }))}
      />
      <Button kind="primary" onClick={() => onAnswer({ kind: "cant_tell" })}>
        {t("annotate.cantTell.just")}
      </Button>
      <Button kind="quiet" onClick={onUnusable}>
        {t("annotate.unusable")}…
      </Button>
    </div>
  </Dialog>
);

/** Why an item cannot be used at all: here the reason is the answer. */
export const UnusableSheet = ({ onAnswer, onClose }: ReasonsProps): VNode => (
  <Dialog sheet title={t("annotate.unusable.title")} onClose={onClose}>
    <div class="stack">
      <p class="soft">{t("annotate.unusable.why")}</p>
      <Choices
        reasons={UNUSABLE_REASONS.map((reason) => ({
          text: t(`annotate.reason.${reason}`),
          choose: () => onAnswer({ kind: "unusable", reason }),
        }))}
      />
    </div>
  </Dialog>
);

interface Choice {
  readonly text: string;
  readonly choose: () => void;
}

/** Their digits are heard by the desk (reason-keys.ts), which knows of the sheet before it is drawn. */
const Choices = ({ reasons }: { readonly reasons: readonly Choice[] }): VNode => (
  <div class="reasons">
    {reasons.map(({ text, choose }, at) => (
      <Button key={text} onClick={choose}>
        <span>{text}</span>
        <KeyHint>{at + 1}</KeyHint>
      </Button>
    ))}
  </div>
);
