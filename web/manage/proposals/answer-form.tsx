import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { useApp } from "../../app.ts";
import { t } from "../../i18n/t.ts";
import { useAction } from "../../parts/action.ts";
import { Button } from "../../parts/button.tsx";
import { toast } from "../../parts/toast.tsx";
import { AcceptChange } from "./accept-change.tsx";
import { AcceptInstructions } from "./accept-instructions.tsx";
import type { ProposalViewProps } from "./proposal.tsx";
import { WordsForm } from "./words-form.tsx";

const ANSWERS = ["accept", "ask", "decline"] as const;
type Answer = (typeof ANSWERS)[number];

/** The three answers there are. Each keeps what was typed into it while another is looked at. */
export const AnswerForm = (props: ProposalViewProps): VNode => {
  const { project, proposal } = props;
  const { state } = proposal.standing;
  const [answer, setAnswer] = useState<Answer | undefined>(undefined);
  const heading = useRef<HTMLHeadingElement>(null);
  const close = (): void => {
    setAnswer(undefined);
    heading.current?.focus();
  };
  const asked = useDecision(props, { outcome: "ask", done: t("proposals.ask.done"), close });
  const declined = useDecision(props, { outcome: "decline", done: t("proposals.decline.done") });
  const Accept = proposal.kind === "instruction" ? AcceptInstructions : AcceptChange;
  return (
    <section class="stack">
      <h2 ref={heading} tabIndex={-1}>
        {t("proposals.answer")}
      </h2>
      <p class="soft">
        {state === "asked" ? t("proposals.answer.asked") : t("proposals.answer.hint", { askedBy: project.askedBy })}
      </p>
      <div class="row">
        {ANSWERS.map((one) => (
          <Button
            key={one}
            aria-pressed={answer === one}
            aria-expanded={answer === one}
            onClick={() => setAnswer(answer === one ? undefined : one)}
          >
            {t(`proposals.answer.${one}`)}
          </Button>
        ))}
      </div>
      <div hidden={answer !== "accept"}>
        <Accept {...props} />
      </div>
      {answer === "ask" && (
        <WordsForm
          label={t("proposals.ask.label")}
          hint={t("proposals.ask.hint")}
          go={t("proposals.ask.go")}
          {...asked}
        />
      )}
      {answer === "decline" && (
        <WordsForm
          label={t("proposals.decline.label")}
          hint={t("proposals.decline.hint")}
          go={t("proposals.decline.go")}
          {...declined}
        />
      )}
    </section>
  );
};

interface DecisionTo {
  readonly outcome: "ask" | "decline";
  /** Said when it is sent. */
  readonly done: string;
  readonly close?: () => void;
}

/** An answer in words alone: kept until it has arrived. Somebody else's answer meanwhile is shown in its place. */
const useDecision = ({ project, proposal, loading }: ProposalViewProps, { outcome, done, close }: DecisionTo) => {
  const { api } = useApp();
  const action = useAction();
  const [text, setText] = useState("");
  const send = async (): Promise<void> => {
    const words = text.trim();
    const path = { projectId: project.projectId, proposalId: proposal.proposalId };
    const body = outcome === "ask" ? { outcome, text: words } : { outcome, reason: words };
    const sent = await action.run(async () => loading.put(await api("decideProposal", { path, body })));
    if (!sent) return;
    setText("");
    close?.();
    toast(done);
  };
  return { text, onText: setText, action, onSend: () => void send(), onLookAgain: loading.again };
};
