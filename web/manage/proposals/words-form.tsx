import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../i18n/t.ts";
import type { Action } from "../../parts/action.ts";
import { Button } from "../../parts/button.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { WordsField } from "./words-field.tsx";

interface WordsFormProps {
  readonly label: string;
  readonly hint: string;
  readonly go: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly action: Action;
  readonly onSend: () => void;
  /** After somebody else was quicker. */
  readonly onLookAgain: () => void;
}

/** An answer that is words: it needs some, and says so by the field. */
export const WordsForm = ({ label, hint, go, text, onText, action, onSend, onLookAgain }: WordsFormProps): VNode => {
  const [tried, setTried] = useState(false);
  const send = (event: Event): void => {
    event.preventDefault();
    setTried(true);
    if (text.trim() !== "") onSend();
  };
  return (
    <form class="card stack" noValidate onSubmit={send}>
      <WordsField label={label} hint={hint} value={text} onValue={onText} tried={tried} />
      <ProblemNotice problem={action.problem}>
        {action.problem?.code === "conflict" && <Button onClick={onLookAgain}>{t("proposals.lookAgain")}</Button>}
      </ProblemNotice>
      <div class="row end">
        <Button kind="primary" type="submit" busy={action.busy}>
          {go}
        </Button>
      </div>
    </form>
  );
};
