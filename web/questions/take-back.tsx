import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ThreadShape } from "../../lambdas/api/threads.ts";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import type { WordShape } from "./speaker-words.ts";

interface TakeBackProps {
  readonly path: { readonly projectId: string; readonly threadId: string; readonly wordId: string };
  readonly word: WordShape;
  readonly onThread: (thread: ThreadShape) => void;
}

/** Her own words, taken back: asked once more, for it cannot be undone. */
export const TakeBack = ({ path, word, onThread }: TakeBackProps): VNode | null => {
  const { api } = useApp();
  const action = useAction();
  const [sure, setSure] = useState(false);
  if (word.hidden?.by === "author") return null;
  if (!sure) {
    return (
      <Button kind="quiet" onClick={() => setSure(true)}>
        {t("questions.takeBack")}
      </Button>
    );
  }
  const takeBack = (): Promise<boolean> => action.run(async () => onThread(await api("hideWord", { path, body: {} })));
  return (
    <div class="stack tight">
      <p class="small">{t("questions.takeBack.sure")}</p>
      <ProblemNotice problem={action.problem} />
      <div class="row">
        <Button kind="danger" busy={action.busy} onClick={() => void takeBack()}>
          {t("questions.takeBack")}
        </Button>
        <Button onClick={() => setSure(false)}>{t("app.cancel")}</Button>
      </div>
    </div>
  );
};
