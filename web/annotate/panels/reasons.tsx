import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
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

const Choices = ({ reasons }: { readonly reasons: readonly Choice[] }): VNode => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
      if (digit && !event.ctrlKey && !event.metaKey && !event.altKey) reasons[Number(digit) - 1]?.choose();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [reasons]);
  return (
    <div class="reasons">
      {reasons.map(({ text, choose }, at) => (
        <Button key={text} onClick={choose}>
          <span>{text}</span>
          <KeyHint>{at + 1}</KeyHint>
        </Button>
      ))}
    </div>
  );
};
