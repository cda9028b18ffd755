import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { isUnanswered } from "../../../core/proposal.ts";
import { useApp } from "../../app.ts";
import { t } from "../../i18n/t.ts";
import type { ScreenProps } from "../../lazy-screen.tsx";
import { type Loading, Show, useLoaded } from "../../parts/loaded.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { ProjectFrame, type ProjectShown } from "../project-frame.tsx";
import { AnswerForm } from "./answer-form.tsx";
import type { ProposalShown } from "./change-draft.ts";
import { Examples } from "./examples.tsx";
import { Outcome } from "./outcome.tsx";
import { ageWords, personWords } from "./proposal-words.ts";
import { Relabelling } from "./relabelling.tsx";
import "./proposals.css";
import { Said } from "./said.tsx";

/** One proposal: everything that was said to it, as it was said; and its answer, or the place to give one. */
const Proposal = ({ params }: ScreenProps): VNode => {
  const { api } = useApp();
  const path = { projectId: params["projectId"] ?? "", proposalId: params["proposalId"] ?? "" };
  const loading = useLoaded(() => api("getProposal", { path }), [path.projectId, path.proposalId]);
  const found = loading.now.state === "here" ? loading.now.content : undefined;
  return (
    <ProjectFrame
      projectId={path.projectId}
      place="proposals"
      title={found ? t(`proposals.kind.${found.kind}`) : t("proposals.one")}
      about={() => (found ? [personWords(found.author), ageWords(found.ageDays)].join(" · ") : "")}
      actions={() => (
        <a class="button" href={`/p/${path.projectId}/proposals`}>
          {t("proposals.all")}
        </a>
      )}
    >
      {(project, projectLoading) => (
        <Show of={loading} skeleton={<Skeleton height={300} count={2} />}>
          {(proposal) => (
            <View
              key={proposal.proposalId}
              project={project}
              projectLoading={projectLoading}
              proposal={proposal}
              loading={loading}
            />
          )}
        </Show>
      )}
    </ProjectFrame>
  );
};

export default Proposal;

export interface ProposalViewProps {
  readonly project: ProjectShown;
  readonly projectLoading: Loading<ProjectShown>;
  readonly proposal: ProposalShown;
  readonly loading: Loading<ProposalShown>;
}

const View = (props: ProposalViewProps): VNode => {
  const { project, proposal } = props;
  const isVendor = project.roles.includes("vendor");
  const wasUnanswered = useRef(isUnanswered(proposal));
  return (
    <>
      <Said project={project} proposal={proposal} />
      <Examples project={project} proposal={proposal} />
      {isUnanswered(proposal) ? (
        isVendor ? (
          <AnswerForm {...props} />
        ) : (
          <p class="soft">{t("proposals.vendorAnswers")}</p>
        )
      ) : (
        <>
          <Outcome project={project} proposal={proposal} arrived={wasUnanswered.current} />
          {isVendor && proposal.plan && <Relabelling key={proposal.plan.planId} {...props} first={proposal.plan} />}
        </>
      )}
    </>
  );
};
