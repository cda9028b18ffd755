import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { toast } from "../parts/toast.tsx";
import { choicesFor } from "./choices.ts";
import type { ItemViewProps } from "./item.tsx";

interface SettleProps extends ItemViewProps {
  /** A choice is somebody's answer: it should be seen on the picture. */
  readonly onLook: (letter: string | undefined) => void;
}

/** A stored decision of a person. The answers under it stay, and it can be re-opened. */
export const Settle = (props: SettleProps): VNode => {
  const { item } = props.shown;
  return (
    <>
      {item.state === "contested" ? (
        <section class="card stack">
          <h2>{t("manage.settle.title")}</h2>
          <Decide {...props} />
        </section>
      ) : (
        <details class="card">
          <summary>{t("manage.settle.otherwise")}</summary>
          <Decide {...props} />
        </details>
      )}
      {item.state !== "open" && <Reopen {...props} />}
    </>
  );
};

const Decide = ({ project, shown, loading, onLook }: SettleProps): VNode => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [note, setNote] = useState("");
  const { itemId, round } = shown.item;
  const choices = choicesFor({ project, shown });
  const decision = choices.find((one) => one.id === chosen)?.decision;
  const settle = (): void =>
    void run(async () => {
      if (!decision) return;
      await api("reviewItem", {
        path: { projectId: project.projectId, itemId },
        body: { round, decision, ...(note.trim() && { note: note.trim() }) },
      });
      toast(t("manage.settle.done"));
      loading.again();
    });
  return (
    <div class="stack">
      <fieldset class="choices">
        <legend class="unseen">{t("manage.settle.title")}</legend>
        {choices.map(({ id, words, letter }) => (
          <label key={id}>
            <input
              type="radio"
              name="decision"
              checked={chosen === id}
              onChange={() => {
                setChosen(id);
                onLook(letter);
              }}
            />
            {words}
          </label>
        ))}
      </fieldset>
      <TextField
        label={t("manage.settle.note")}
        hint={t("manage.settle.noteHint")}
        value={note}
        maxLength={2_000}
        onValue={setNote}
      />
      <ProblemNotice problem={problem} />
      <div class="row end">
        <Button kind="primary" busy={busy} disabled={!decision} onClick={settle}>
          {t("manage.settle.go")}
        </Button>
      </div>
    </div>
  );
};

const Reopen = ({ project, shown, loading }: ItemViewProps): VNode => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const [reason, setReason] = useState("");
  const { itemId, round } = shown.item;
  const reopen = (): void =>
    void run(async () => {
      await api("reopenItem", {
        path: { projectId: project.projectId, itemId },
        body: { round, reason: reason.trim() },
      });
      toast(t("manage.reopen.done"));
      loading.again();
    });
  return (
    <details class="card">
      <summary>{t("manage.reopen.title")}</summary>
      <div class="stack">
        <p class="soft">{t("manage.reopen.body")}</p>
        <TextField label={t("manage.reopen.reason")} value={reason} maxLength={2_000} onValue={setReason} />
        <ProblemNotice problem={problem} />
        <div class="row end">
          <Button busy={busy} disabled={reason.trim() === ""} onClick={reopen}>
            {t("manage.reopen.go")}
          </Button>
        </div>
      </div>
    </details>
  );
};
