import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { isSameText } from "../../../core/instruction-version.ts";
import type { Localized } from "../../../core/localized.ts";
import { useApp } from "../../app.ts";
import { t } from "../../i18n/t.ts";
import { useAction } from "../../parts/action.ts";
import { Button } from "../../parts/button.tsx";
import { Notice, ProblemNotice } from "../../parts/notice.tsx";
import { toast } from "../../parts/toast.tsx";
import { Problem } from "../../problem.ts";
import { EveryLanguageField } from "./every-language-field.tsx";
import type { ProposalViewProps } from "./proposal.tsx";
import { TextChanges } from "./text-changes.tsx";
import { WordsField } from "./words-field.tsx";

/**
 * Accepting a proposal about the instructions: the vendor writes the next version, and sees what it changes. When they
 * were changed by something else meanwhile, what was typed stays and is compared with what is in force now.
 */
export const AcceptInstructions = ({ project, projectLoading, proposal, loading }: ProposalViewProps): VNode => {
  const { api } = useApp();
  const before = project.instructions.text;
  const [text, setText] = useState<Localized>(before);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [overtaken, setOvertaken] = useState(false);
  const action = useAction();
  const isSame = isSameText(before, text);
  const path = { projectId: project.projectId, proposalId: proposal.proposalId };
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (isSame || reason.trim() === "") return;
    const body = {
      outcome: "accept_instructions",
      ver: project.ver,
      text: { ...text },
      reason: reason.trim(),
    } as const;
    const done = await action.run(async () => {
      try {
        loading.put(await api("decideProposal", { path, body }));
        setOvertaken(false);
      } catch (thrown) {
        setOvertaken(thrown instanceof Problem && thrown.code === "conflict");
        throw thrown;
      } finally {
        projectLoading.again();
        loading.again();
      }
    });
    if (done) toast(t("proposals.accepted.done"));
  };
  return (
    <form class="card stack" noValidate onSubmit={(event) => void send(event)}>
      <h3>{t("proposals.instructions", { version: project.instructions.version + 1 })}</h3>
      <p class="soft small">{t("proposals.instructions.hint")}</p>
      <EveryLanguageField
        label={t("proposals.instructions.text")}
        value={text}
        maxLength={20_000}
        lines={8}
        wrong={tried && isSame ? t("proposals.instructions.same") : undefined}
        onValue={setText}
      />
      {!isSame && <TextChanges before={before} after={text} />}
      <WordsField
        label={t("proposals.accept.reason")}
        hint={t("proposals.accept.reasonHint")}
        value={reason}
        onValue={setReason}
        tried={tried}
      />
      {overtaken ? (
        <Notice tone="ochre" alert title={t("proposals.overtaken.project")}>
          <p>{t("proposals.instructions.overtakenBody")}</p>
        </Notice>
      ) : (
        <ProblemNotice problem={action.problem} />
      )}
      <div class="row end">
        <Button kind="primary" type="submit" busy={action.busy}>
          {t("proposals.instructions.go")}
        </Button>
      </div>
    </form>
  );
};
