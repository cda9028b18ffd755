import type { VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import { useApp } from "../../app.ts";
import { language } from "../../i18n/language.ts";
import { t } from "../../i18n/t.ts";
import { useAction } from "../../parts/action.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { toast } from "../../parts/toast.tsx";
import type { Mark } from "../marks.ts";
import type { Station } from "../station.ts";
import type { SayAsked } from "./asked.ts";
import { exampleFrom, lacksOf, type ProposalDraft } from "./draft.ts";
import { type KeptDrafts, keptDrafts } from "./kept-drafts.ts";
import { newUlid } from "./new-ulid.ts";
import { ProposeForm } from "./propose-form.tsx";
import { sendProposal } from "./send-proposal.ts";
import { Thanks } from "./thanks.tsx";
import { useDraft } from "./use-draft.ts";

interface ProposeSheetProps {
  readonly station: Station;
  readonly personId: string;
  readonly marks: readonly Mark[];
  readonly asked: Extract<SayAsked, { do: "propose" }>;
  readonly onClose: () => void;
}

/** What she is told of lies above the button: it is brought into sight, and the field is ready to be filled. */
const showFirstLack = (): void => {
  const told = document.querySelector(".propose .wrong");
  told?.scrollIntoView({ block: "center" });
  told?.parentElement?.querySelector<HTMLElement>("input, textarea, select")?.focus({ preventScroll: true });
};

/** A proposal from first word to thanks. Closing it keeps the draft; the next time it is here again. */
export const ProposeSheet = ({ station, personId, marks, asked, onClose }: ProposeSheetProps): VNode => {
  const { api, now, random } = useApp();
  const { projectId } = station.project.value;
  const kept: KeptDrafts = useMemo(() => keptDrafts(personId, projectId), [personId, projectId]);
  const newId = (): string => newUlid(now(), random);
  const fresh = (): ProposalDraft | undefined =>
    asked.entry && {
      proposalId: newId(),
      ...(asked.kind ? { kind: asked.kind } : {}),
      labels: asked.label ? [asked.label] : [],
      language: language.value,
      name: "",
      definition: "",
      why: "",
      example: exampleFrom(asked.entry),
    };
  const { draft, change, end } = useDraft(kept, fresh, () => {
    toast(t("annotate.nothing.title"));
    onClose();
  });
  const { busy, problem, run } = useAction();
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState(false);

  const send = async (): Promise<void> => {
    if (!draft) return;
    setTried(true);
    if (lacksOf(draft).length > 0) {
      requestAnimationFrame(showFirstLack);
      return;
    }
    const done = await run(async () => {
      // The answer to the example goes first: by it the server knows that she has seen the item.
      await station.outbox.flush();
      await sendProposal(draft, { api, projectId, newId, change });
      await end();
    });
    if (done) setSent(true);
  };
  if (sent) {
    return (
      <Dialog key="thanks" sheet title={t("say.thanks")} onClose={onClose}>
        <Thanks projectId={projectId} onClose={onClose} />
      </Dialog>
    );
  }
  const newer = asked.entry && asked.entry.item.itemId !== draft?.example.itemId ? asked.entry : undefined;
  return (
    <Dialog key="form" sheet title={t("say.title")} onClose={onClose}>
      {draft ? (
        <ProposeForm
          draft={draft}
          change={change}
          marks={marks}
          lacks={tried ? lacksOf(draft) : []}
          lasts={kept.lasts}
          busy={busy}
          problem={problem}
          onNewer={newer && (() => change((before) => ({ ...before, example: exampleFrom(newer) })))}
          onSend={() => void send()}
          onDrop={() => void end().then(onClose)}
        />
      ) : (
        <Skeleton height={240} />
      )}
    </Dialog>
  );
};
