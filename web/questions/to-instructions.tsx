import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { isSameText } from "../../core/instruction-version.ts";
import type { Localized } from "../../core/localized.ts";
import { useApp } from "../app.ts";
import { languageName } from "../i18n/language-name.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { TextDiff } from "../parts/text-diff.tsx";
import { toast } from "../parts/toast.tsx";
import type { QuestionProps } from "./question-card.tsx";

/**
 * Makes the answer part of the instructions: the vendor writes it in, and sees what changes before it is published.
 * When somebody else changed the project meanwhile, what was typed stays and is compared with what holds now.
 */
export const ToInstructions = ({
  project,
  projectLoading,
  thread,
  onThread,
  onDone,
}: QuestionProps & { readonly onDone: () => void }): VNode => {
  const { api } = useApp();
  const action = useAction();
  const before = project.instructions.text;
  const [text, setText] = useState<Localized>(before);
  const [tried, setTried] = useState(false);
  // A language that was emptied is left out.
  const kept: Localized = Object.fromEntries(Object.entries(text).filter(([, words]) => words.trim() !== ""));
  const isSame = isSameText(before, kept);
  const languages = Object.keys(text);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (isSame) return;
    const path = { projectId: project.projectId, threadId: thread.threadId };
    const done = await action.run(async () => {
      try {
        onThread(await api("answerAsInstructions", { path, body: { ver: project.ver, text: { ...kept } } }));
      } finally {
        projectLoading.again();
      }
    });
    if (!done) return;
    toast(t("questions.instructions.done", { version: project.instructions.version + 1 }));
    onDone();
  };
  return (
    <form class="stack" noValidate onSubmit={(event) => void send(event)}>
      <h3>{t("questions.toInstructions")}</h3>
      <p class="soft small">{t("questions.instructions.hint")}</p>
      {languages.map((tag) => (
        <Field
          key={tag}
          label={t("questions.instructions.text", { language: languageName(tag) })}
          wrong={tried && isSame ? t("questions.instructions.same") : undefined}
        >
          {(control) => (
            <textarea
              {...control}
              rows={8}
              dir="auto"
              lang={tag}
              maxLength={20_000}
              value={text[tag] ?? ""}
              onInput={(event) => setText({ ...text, [tag]: event.currentTarget.value })}
            />
          )}
        </Field>
      ))}
      {!isSame && (
        <section class="stack tight" aria-labelledby={`diff-${thread.threadId}`}>
          <h4 id={`diff-${thread.threadId}`}>{t("questions.instructions.diff")}</h4>
          {languages
            .filter((tag) => before[tag] !== text[tag])
            .map((tag) => (
              <TextDiff key={tag} before={before[tag] ?? ""} after={text[tag] ?? ""} language={tag} />
            ))}
        </section>
      )}
      <ProblemNotice problem={action.problem} />
      <div class="row end">
        <Button onClick={onDone}>{t("app.cancel")}</Button>
        <Button kind="primary" type="submit" busy={action.busy}>
          {t("questions.instructions.publish")}
        </Button>
      </div>
    </form>
  );
};
