import type { VNode } from "preact";
import { useApp } from "../../app.ts";
import { t } from "../../i18n/t.ts";
import { useLoaded } from "../../parts/loaded.tsx";
import { Notice } from "../../parts/notice.tsx";
import type { ProjectShown } from "../project-frame.tsx";
import { inboxOf, type ProposalListed } from "./inbox-order.ts";
import { askedWords, everyLabel } from "./proposal-words.ts";
import { ProposedName } from "./written.tsx";

interface HoldingProps {
  readonly project: ProjectShown;
  /** At least one. */
  readonly proposals: readonly ProposalListed[];
}

/** Says that new files wait, and for the answer to which proposals. */
export const Holding = ({ project, proposals }: HoldingProps): VNode => (
  <Notice tone="ochre" title={t("proposals.holding.title")}>
    <p>{t("proposals.holding.body", { count: proposals.length })}</p>
    <ul class="plain">
      {proposals.map(({ proposalId, kind, labels, names }) => (
        <li key={proposalId}>
          <a href={`/p/${project.projectId}/proposals/${proposalId}`}>
            {askedWords({ kind, labels }, everyLabel(project.ontology))}
            {names && (
              <>
                {": "}
                <ProposedName names={names} />
              </>
            )}
          </a>
        </li>
      ))}
    </ul>
    {project.roles.includes("vendor") && (
      <p class="small">
        <a href={`/p/${project.projectId}/settings`}>{t("proposals.holding.setting")}</a>
      </p>
    )}
  </Notice>
);

interface HeldUpProps {
  readonly project: ProjectShown;
  /** Files were refused: it is looked again what for. */
  readonly isRefused: boolean;
}

/** The same beside a place for new files, where it is looked up; nothing while nothing holds them up, or it is not known. */
export const HeldUp = ({ project, isRefused }: HeldUpProps): VNode | null => {
  const { api } = useApp();
  const { projectId, proposalsFirst } = project;
  const none = { proposals: [] };
  const loading = useLoaded(
    async () => (proposalsFirst ? api("listProposals", { path: { projectId } }) : none),
    [projectId, proposalsFirst, isRefused],
  );
  if (loading.now.state !== "here") return null;
  const { holding } = inboxOf(loading.now.content.proposals);
  return holding.length === 0 ? null : <Holding project={project} proposals={holding} />;
};
