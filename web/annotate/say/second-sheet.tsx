import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import type { ProposalShape } from "../../../lambdas/api/proposals.ts";
import type { BodyOf } from "../../../lambdas/endpoints.ts";
import { useApp } from "../../app.ts";
import { t } from "../../i18n/t.ts";
import { useAction } from "../../parts/action.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { VoiceRecorder } from "../../parts/voice-recorder.tsx";
import { sendVoice } from "../../parts/voice-sending.ts";
import type { Station } from "../station.ts";
import type { Given } from "./asked.ts";
import { ProposalBody } from "./proposal-body.tsx";
import { dropSecond, isBegun, keepSecond, keptSecond, type SecondDraft } from "./second-draft.ts";

interface SecondSheetProps {
  readonly station: Station;
  readonly proposal: ProposalShape;
  /** The answer by which she met it; her item may be her example. */
  readonly given: Given;
  readonly title: string;
  readonly onClose: () => void;
  readonly onRefuse: () => void;
  readonly onSeconded: () => void;
}

/** All of somebody's proposal, and one press to say that she sees it too; how many others did is not told. */
export const SecondSheet = (props: SecondSheetProps): VNode => {
  const { station, proposal, given, title, onClose, onRefuse, onSeconded } = props;
  const { api, session } = useApp();
  const { projectId } = station.project.value;
  const [withExample, setWithExample] = useState(true);
  const who = session.now.value;
  const key = `${"who" in who ? who.who.personId : ""} ${projectId} ${proposal.proposalId}`;
  const [draft, setDraft] = useState(() => keptSecond(key));
  const [wasBegun] = useState(() => isBegun(draft));
  const isOver = useRef(false);
  const { note, recording } = draft;
  /** A recording that ran while the sheet was shut comes after it has gone; after sending it is not wanted any more. */
  const change = (part: Partial<SecondDraft>): void => {
    if (isOver.current) return;
    const after = { ...keptSecond(key), ...part };
    keepSecond(key, after);
    setDraft(after);
  };
  const drop = (): void => {
    isOver.current = true;
    dropSecond(key);
  };
  const { busy, problem, run } = useAction();

  const second = async (): Promise<void> => {
    const done = await run(async () => {
      await station.outbox.flush();
      const voice = recording && (await sendVoice(api, projectId, recording));
      const body: BodyOf<"secondProposal"> = {
        ...(withExample ? { example: { itemId: given.entry.item.itemId } } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
        ...(voice ? { voice } : {}),
      };
      await api("secondProposal", { path: { projectId, proposalId: proposal.proposalId }, body });
    });
    if (!done) return;
    drop();
    onSeconded();
  };
  return (
    <Dialog sheet title={title} onClose={onClose}>
      <div class="stack">
        <p class="soft small">{t("say.second.title")}</p>
        <ProposalBody proposal={proposal} />
        <details open={wasBegun}>
          <summary>
            {t("say.second.own")} <span class="soft small">({t("say.optional")})</span>
          </summary>
          <div class="stack">
            <Field label={t("say.second.note")}>
              {(control) => (
                <textarea
                  {...control}
                  rows={2}
                  dir="auto"
                  maxLength={1_000}
                  value={note}
                  onInput={({ currentTarget }) => change({ note: currentTarget.value })}
                />
              )}
            </Field>
            <VoiceRecorder
              label={t("say.voice")}
              recording={recording}
              onRecording={(made) => change({ recording: made })}
            />
          </div>
        </details>
        <label class="row tick">
          <input
            type="checkbox"
            checked={withExample}
            onChange={({ currentTarget }) => setWithExample(currentTarget.checked)}
          />
          {t("say.second.example")}
        </label>
        <ProblemNotice problem={problem}>{t("say.second.failed")}</ProblemNotice>
        <Button kind="primary" busy={busy} onClick={() => void second()}>
          {t("say.second.yes")}
        </Button>
        <Button
          kind="quiet"
          onClick={() => {
            drop();
            onRefuse();
          }}
        >
          {t("say.second.no")}
        </Button>
        <p class="soft small">{t("say.second.noHint")}</p>
      </div>
    </Dialog>
  );
};
