import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ProposalShape } from "../../../lambdas/api/proposals.ts";
import { useApp } from "../../app.ts";
import { t } from "../../i18n/t.ts";
import { useAction } from "../../parts/action.ts";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import type { Recording } from "../../parts/voice-file.ts";
import { VoiceRecorder } from "../../parts/voice-recorder.tsx";
import { sendVoice } from "../../parts/voice-sending.ts";
import { asProblem } from "../../problem.ts";
import { newUlid } from "./new-ulid.ts";

interface OwnProps {
  readonly projectId: string;
  readonly proposal: ProposalShape;
  readonly onChanged: (proposal: ProposalShape) => void;
}

/** What the author can do while it is unanswered: answer what was asked back, and take it back. */
export const OwnActions = ({ projectId, proposal, onChanged }: OwnProps): VNode | null => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const { standing, proposalId } = proposal;
  if (standing.state !== "open" && standing.state !== "asked") return null;
  const withdraw = async (): Promise<void> => {
    if (!confirm(t("say.withdrawSure"))) return;
    await run(async () => onChanged(await api("withdrawProposal", { path: { projectId, proposalId } })));
  };
  return (
    <>
      {standing.state === "asked" && <AnswerBox projectId={projectId} proposal={proposal} onChanged={onChanged} />}
      <ProblemNotice problem={problem} />
      <div>
        <Button busy={busy} onClick={() => void withdraw()}>
          {t("say.withdraw")}
        </Button>
      </div>
    </>
  );
};

/** In words, by voice, or both. */
const AnswerBox = ({ projectId, proposal, onChanged }: OwnProps): VNode => {
  const { api, now, random } = useApp();
  const { busy, problem, run } = useAction();
  // Kept over tries: sending again is the same answer again.
  const [wordId, setWordId] = useState(() => newUlid(now(), random));
  const [voiceKey, setVoiceKey] = useState<string | undefined>(undefined);
  const [text, setText] = useState("");
  const [recording, setRecording] = useState<Recording | undefined>(undefined);
  const [lacks, setLacks] = useState(false);
  const send = async (): Promise<void> => {
    const words = text.trim();
    setLacks(!words && !recording);
    if (!words && !recording) return;
    await run(async () => {
      const voice = recording && (voiceKey ?? (await sendVoice(api, projectId, recording)));
      setVoiceKey(voice);
      const body = { wordId, ...(words ? { text: words } : {}), ...(voice ? { voice } : {}) };
      try {
        onChanged(await api("answerProposal", { path: { projectId, proposalId: proposal.proposalId }, body }));
      } catch (thrown) {
        const { code, detail } = asProblem(thrown);
        if (detail.field === "body.voice") setVoiceKey(undefined);
        // Something else lies under the id: she wrote on after it had arrived unheard.
        if (code === "conflict" && detail.field === "body.wordId") setWordId(newUlid(now(), random));
        throw thrown;
      }
    });
  };
  const rerecord = (next: Recording | undefined): void => {
    setRecording(next);
    setVoiceKey(undefined);
  };
  return (
    <form
      class="stack tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Field label={t("say.answer")} wrong={lacks ? t("say.answer.lacks") : undefined}>
        {(control) => (
          <textarea
            {...control}
            rows={3}
            dir="auto"
            maxLength={2_000}
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        )}
      </Field>
      <VoiceRecorder label={t("say.voice")} recording={recording} onRecording={rerecord} />
      <ProblemNotice problem={problem} />
      <div>
        <Button kind="primary" type="submit" busy={busy}>
          {t("say.answer.send")}
        </Button>
      </div>
    </form>
  );
};
