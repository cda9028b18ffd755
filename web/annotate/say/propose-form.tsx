import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { Field, TextField } from "../../parts/field.tsx";
import { Notice, ProblemNotice } from "../../parts/notice.tsx";
import { VoiceRecorder } from "../../parts/voice-recorder.tsx";
import type { Problem } from "../../problem.ts";
import type { Mark } from "../marks.ts";
import {
  isBlank,
  isDefined,
  isNamed,
  type Lack,
  type ProposalDraft,
  withKind,
  withLabel,
  withRecording,
  withRegion,
} from "./draft.ts";
import { ExampleField } from "./example-field.tsx";
import { KindPicker } from "./kind-picker.tsx";
import { LabelChoice } from "./label-choice.tsx";
import { LanguagePicker } from "./language-picker.tsx";

export interface ProposeFormProps {
  readonly draft: ProposalDraft;
  readonly change: (next: (draft: ProposalDraft) => ProposalDraft) => void;
  readonly marks: readonly Mark[];
  /** What it lacks, once she has tried to send it. */
  readonly lacks: readonly Lack[];
  /** Whether this device keeps drafts beyond the page. */
  readonly lasts: () => boolean;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly onNewer: (() => void) | undefined;
  readonly onSend: () => void;
  readonly onDrop: () => void;
}

/** All that a proposal of her kind asks; before she has chosen one, only what should change. */
export const ProposeForm = (props: ProposeFormProps): VNode => {
  const { draft, change, marks, lacks, lasts, busy, problem, onNewer, onSend, onDrop } = props;
  const { kind } = draft;
  const wrongWith = (...wanted: readonly Lack[]): string | undefined => {
    const found = lacks.find((one) => wanted.includes(one));
    return found && found !== "kind" ? t(`say.lacks.${found}`) : undefined;
  };
  const put = (part: Partial<Pick<ProposalDraft, "name" | "definition" | "why" | "language">>): void =>
    change((now) => ({ ...now, ...part }));
  return (
    <form
      class="stack propose"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <p class="soft small">{t("say.intro")}</p>
      <KindPicker kind={kind} onKind={(chosen) => change((now) => withKind(now, chosen))} />
      {kind && (
        <>
          <LabelChoice
            kind={kind}
            marks={marks}
            chosen={draft.labels}
            wrong={wrongWith("labels", "labels2")}
            onLabel={(label) => change((now) => withLabel(now, label))}
          />
          <section class="stack tight">
            <h3>{t("say.voice")}</h3>
            <VoiceRecorder
              label={t("say.voice")}
              recording={draft.recording}
              onRecording={(made) => change((now) => withRecording(now, made))}
            />
          </section>
          {isNamed(kind) && (
            <TextField
              label={t(`say.name.${kind}`)}
              hint={t("say.name.hint")}
              wrong={wrongWith("name", ...(kind === "split" ? (["parts"] as const) : []))}
              value={draft.name}
              onValue={(name) => put({ name })}
              maxLength={80}
            />
          )}
          {isDefined(kind) && (
            <Long
              label={t(`say.definition.${kind}`)}
              wrong={wrongWith("definition", "instruction")}
              value={draft.definition}
              onValue={(definition) => put({ definition })}
            />
          )}
          <Long
            label={t("say.why")}
            hint={t("say.why.hint")}
            wrong={wrongWith("why")}
            value={draft.why}
            onValue={(why) => put({ why })}
          />
          <LanguagePicker
            language={draft.language}
            wrong={lacks.includes("language")}
            onLanguage={(language) => put({ language })}
          />
          <ExampleField
            example={draft.example}
            marks={marks}
            onRegion={(region) => change((now) => withRegion(now, region))}
            onNewer={onNewer}
          />
          <Button kind="primary" type="submit" busy={busy}>
            {t("say.send")}
          </Button>
          {problem && <Failure problem={problem} />}
          {!isBlank(draft) && (
            <>
              <p class="soft small">{t(lasts() ? "say.keptHere" : "say.notKept")}</p>
              <Button kind="quiet" onClick={() => confirm(t("say.dropSure")) && onDrop()}>
                {t("say.drop")}
              </Button>
            </>
          )}
        </>
      )}
    </form>
  );
};

/** What went wrong with sending, and that nothing is lost. */
const Failure = ({ problem }: { readonly problem: Problem }): VNode => {
  const { code, detail } = problem;
  const own =
    code === "offline"
      ? t("say.offline")
      : code === "not-found" && detail.field === "body.example.itemId"
        ? t("say.itemGone")
        : undefined;
  const place = useRef<HTMLDivElement>(null);
  // Behind the button, which keeps its place under the thumb; so it may be out of sight.
  useEffect(() => place.current?.scrollIntoView({ block: "nearest" }), [problem]);
  return (
    <div ref={place}>
      {own ? (
        <Notice tone="ochre" alert>
          <p>{own}</p>
        </Notice>
      ) : (
        <ProblemNotice problem={problem}>{t("say.keptHere")}</ProblemNotice>
      )}
    </div>
  );
};

interface LongProps {
  readonly label: string;
  readonly hint?: string;
  readonly wrong: string | undefined;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

const Long = ({ label, hint, wrong, value, onValue }: LongProps): VNode => (
  <Field label={label} hint={hint} wrong={wrong}>
    {(control) => (
      <textarea
        {...control}
        rows={2}
        dir="auto"
        maxLength={2_000}
        value={value}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
    )}
  </Field>
);
