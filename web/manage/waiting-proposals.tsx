import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { isUnanswered } from "../../core/proposal.ts";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { Pill } from "../parts/pill.tsx";
import { noteUnanswered, unansweredOf } from "./proposals/unanswered.ts";

/** Proposals that wait for the vendor, on her first page. Nothing where none wait, or while it is not known. */
export const WaitingProposals = ({ projectId }: { readonly projectId: string }): VNode | null => {
  const { api } = useApp();
  useEffect(() => {
    let left = false;
    api("listProposals", { path: { projectId } }).then(
      ({ proposals }) => !left && noteUnanswered(projectId, proposals.filter(isUnanswered).length),
      // The rest of the page says when nothing can be reached; the inbox says it of proposals.
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [projectId]);
  const count = unansweredOf(projectId) ?? 0;
  return count === 0 ? null : (
    <div class="stack tight waiting">
      <Pill tone="sky">{t("manage.proposals")}</Pill>
      <p>{t("manage.waiting.proposals", { count })}</p>
      <a class="button" href={`/p/${projectId}/proposals`}>
        {t("manage.waiting.answer")}
      </a>
    </div>
  );
};
