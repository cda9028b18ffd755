import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { LanguagePicker } from "../annotate/say/language-picker.tsx";
import { newUlid } from "../annotate/say/new-ulid.ts";
import { useApp } from "../app.ts";
import { language } from "../i18n/language.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { VoiceRecorder } from "../parts/voice-recorder.tsx";
import { sendVoice } from "../parts/voice-sending.ts";
import { asProblem } from "../problem.ts";
import { isSaid, keepDraft, keptDraft, type SayDraft } from "./draft.ts";

/** As the endpoints take it; `id` names the thread or the word. */
export interface SaidNow {
  readonly id: string;
  readonly text?: string;
  readonly language: string;
  readonly voice?: string;
}

interface SayFormProps {
  readonly projectId: string;
  /** Whom and what it is about: drafts are kept apart by it. */
  readonly about: string;
  readonly label: string;
  readonly hint?: string;
  readonly send: string;
  readonly onSend: (said: SaidNow) => Promise<void>;
}

/** Says something in words or by voice, in her language. What was typed stays until it has arrived. */
export const SayForm = ({ projectId, about, label, hint, send, onSend }: SayFormProps): VNode => {
  const { api, now, random, session } = useApp();
  const who = session.now.value;
  const key = `${"who" in who ? who.who.personId : ""} ${projectId} ${about}`;
  const fresh = (): SayDraft => ({ id: newUlid(now(), random), text: "", language: language.peek() });
  const [draft, setDraft] = useState<SayDraft>(() => keptDraft(key) ?? fresh());
  const [tried, setTried] = useState(false);
  const action = useAction();
  const change = (part: Partial<SayDraft>): void =>
    setDraft((before) => {
      const after = { ...before, ...part };
      keepDraft(key, isSaid(after) ? after : undefined);
      return after;
    });

  const sendNow = async (): Promise<void> => {
    const { id, text, recording } = draft;
    const voice = recording ? (draft.voiceKey ?? (await sendVoice(api, projectId, recording))) : undefined;
    if (voice) change({ voiceKey: voice });
    try {
      const said = text.trim();
      await onSend({ id, language: draft.language, ...(said && { text: said }), ...(voice && { voice }) });
    } catch (thrown) {
      const { code, detail } = asProblem(thrown);
      if (detail.field === "body.voice") change({ voiceKey: undefined });
      // Something else lies under the id: she wrote on after it had arrived unheard.
      if (code === "conflict") change({ id: newUlid(now(), random) });
      throw thrown;
    }
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!isSaid(draft) || draft.language === "") return;
    if (!(await action.run(sendNow))) return;
    keepDraft(key, undefined);
    setDraft(fresh());
    setTried(false);
  };
  return (
    <form class="stack" noValidate onSubmit={(event) => void submit(event)}>
      <Field label={label} hint={hint} wrong={tried && !isSaid(draft) ? t("questions.sayNothing") : undefined}>
        {(control) => (
          <textarea
            {...control}
            rows={3}
            dir="auto"
            maxLength={2_000}
            value={draft.text}
            onInput={(event) => change({ text: event.currentTarget.value })}
          />
        )}
      </Field>
      <VoiceRecorder
        label={t("questions.byVoice")}
        recording={draft.recording}
        onRecording={(recording) => change({ recording, voiceKey: undefined })}
      />
      {isSaid(draft) && (
        <LanguagePicker language={draft.language} wrong={tried} onLanguage={(tag) => change({ language: tag })} />
      )}
      <ProblemNotice problem={action.problem} />
      <div class="row end">
        <Button kind="primary" type="submit" busy={action.busy}>
          {send}
        </Button>
      </div>
    </form>
  );
};
