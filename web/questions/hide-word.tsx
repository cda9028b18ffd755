import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { HIDING_GROUNDS, type HidingGround } from "../../core/thread.ts";
import type { ThreadShape } from "../../lambdas/api/threads.ts";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { TextField } from "../parts/field.tsx";
import { ProblemNotice } from "../parts/notice.tsx";

interface HideWordProps {
  readonly path: { readonly projectId: string; readonly threadId: string; readonly wordId: string };
  readonly onThread: (thread: ThreadShape) => void;
}

/** Hides somebody's words, only on one of two grounds, with a reason that everybody reads in their place. */
export const HideWord = ({ path, onThread }: HideWordProps): VNode => {
  const { api } = useApp();
  const action = useAction();
  const [open, setOpen] = useState(false);
  const [ground, setGround] = useState<HidingGround | undefined>(undefined);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!ground || reason.trim() === "") return;
    const body = { ground, reason: reason.trim() };
    if (await action.run(async () => onThread(await api("hideWord", { path, body })))) setOpen(false);
  };
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)}>
        {t("questions.hide")}
      </Button>
      {open && (
        <Dialog title={t("questions.hide.title")} onClose={() => setOpen(false)}>
          <form class="stack" noValidate onSubmit={(event) => void send(event)}>
            <p class="soft">{t("questions.hide.body")}</p>
            <fieldset class="choices">
              <legend>{t("questions.hide.ground")}</legend>
              {HIDING_GROUNDS.map((one) => (
                <label key={one}>
                  <input type="radio" name="ground" checked={ground === one} onChange={() => setGround(one)} />
                  {t(`questions.ground.${one}`)}
                </label>
              ))}
              {tried && !ground && <span class="wrong">{t("questions.hide.groundMissing")}</span>}
            </fieldset>
            <TextField
              label={t("questions.hide.reason")}
              hint={t("questions.hide.reasonHint")}
              wrong={tried && reason.trim() === "" ? t("questions.hide.reasonMissing") : undefined}
              value={reason}
              onValue={setReason}
              maxLength={500}
            />
            <ProblemNotice problem={action.problem} />
            <div class="row end">
              <Button onClick={() => setOpen(false)}>{t("app.cancel")}</Button>
              <Button kind="danger" type="submit" busy={action.busy}>
                {t("questions.hide")}
              </Button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
};
