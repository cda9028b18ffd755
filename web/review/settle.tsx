import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { BodyOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { toast } from "../parts/toast.tsx";
import type { ItemViewProps } from "./item.tsx";
import { answerWords, labelName } from "./label-names.ts";

type Decision = BodyOf<"reviewItem">["decision"];
interface Choice {
  readonly id: string;
  readonly words: string;
  readonly decision: Decision;
}

/** What a reviewer may decide: one of the answers, what they were merged to, one label, or a special kind. */
const choicesFor = ({ project, shown }: ItemViewProps): readonly Choice[] => {
  const { labels, tools } = project.ontology;
  const current = shown.answers.filter(
    (one) => one.current && one.round === shown.item.round && one.answer.kind === "labelled",
  );
  const draws = tools.includes("box");
  return [
    ...(shown.consensusValue
      ? [
          {
            id: "merged",
            words: t("manage.settle.merged"),
            decision: { kind: "labelled" as const, value: shown.consensusValue },
          },
        ]
      : []),
    ...(draws || tools.includes("classes")
      ? current.map((one) => ({
          id: one.letter,
          words: `${one.letter}: ${answerWords(labels, one.answer)}`,
          decision: one.answer,
        }))
      : []),
    ...(!draws && tools.includes("class")
      ? labels.map((label) => ({
          id: `label-${label.id}`,
          words: labelName(labels, label.id),
          decision: { kind: "labelled" as const, value: { classes: [label.id] } },
        }))
      : []),
    { id: "none_fit", words: t("manage.answer.none_fit"), decision: { kind: "none_fit" } },
    { id: "cant_tell", words: t("manage.answer.cant_tell"), decision: { kind: "cant_tell" } },
    { id: "unusable", words: t("manage.answer.unusable"), decision: { kind: "unusable", reason: "other" } },
  ];
};

/** A stored decision of a person. The answers under it stay, and it can be re-opened. */
export const Settle = (props: ItemViewProps): VNode => {
  const { project, shown, loading } = props;
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [note, setNote] = useState("");
  const [reason, setReason] = useState("");
  const { item } = shown;
  const path = { projectId: project.projectId, itemId: item.itemId };
  const choices = choicesFor(props);
  const decision = choices.find((one) => one.id === chosen)?.decision;
  const settle = (): void =>
    void run(async () => {
      if (!decision) return;
      await api("reviewItem", {
        path,
        body: { round: item.round, decision, ...(note.trim() && { note: note.trim() }) },
      });
      toast(t("manage.settle.done"));
      loading.again();
    });
  const reopen = (): void =>
    void run(async () => {
      await api("reopenItem", { path, body: { round: item.round, reason: reason.trim() } });
      toast(t("manage.reopen.done"));
      loading.again();
    });
  return (
    <>
      <section class="card stack">
        <h2>{t("manage.settle.title")}</h2>
        <fieldset class="choices">
          <legend class="unseen">{t("manage.settle.title")}</legend>
          {choices.map((choice) => (
            <label key={choice.id}>
              <input
                type="radio"
                name="decision"
                checked={chosen === choice.id}
                onChange={() => setChosen(choice.id)}
              />
              {choice.words}
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
      </section>
      {item.state !== "open" && (
        <details class="card">
          <summary>{t("manage.reopen.title")}</summary>
          <div class="stack">
            <p class="soft">{t("manage.reopen.body")}</p>
            <TextField label={t("manage.reopen.reason")} value={reason} maxLength={2_000} onValue={setReason} />
            <div class="row end">
              <Button busy={busy} disabled={reason.trim() === ""} onClick={reopen}>
                {t("manage.reopen.go")}
              </Button>
            </div>
          </div>
        </details>
      )}
    </>
  );
};
