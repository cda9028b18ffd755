import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useApp } from "../../app.ts";
import { t } from "../../i18n/t.ts";
import type { ScreenProps } from "../../lazy-screen.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Show, useLoaded } from "../../parts/loaded.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { ProjectFrame, type ProjectShown } from "../project-frame.tsx";
import { ProposalCard } from "./card.tsx";
import { Holding } from "./holding.tsx";
import { inboxOf, type ProposalListed } from "./inbox-order.ts";
import { noteUnanswered } from "./unanswered.ts";
import "./proposals.css";

/** Everything that people who label ask for: what waits for an answer first, then what was answered, with its reason. */
const Inbox = ({ params }: ScreenProps): VNode => (
  <ProjectFrame
    projectId={params["projectId"] ?? ""}
    place="proposals"
    title={t("manage.proposals")}
    about={() => t("proposals.about")}
  >
    {(project) => <Content project={project} />}
  </ProjectFrame>
);

export default Inbox;

const Content = ({ project }: { readonly project: ProjectShown }): VNode => {
  const { api } = useApp();
  const { projectId } = project;
  const loading = useLoaded(() => api("listProposals", { path: { projectId } }), [projectId]);
  const found = loading.now.state === "here" ? loading.now.content.proposals : undefined;
  useEffect(() => {
    if (found) noteUnanswered(projectId, inboxOf(found).unanswered.length);
  }, [projectId, found]);
  return (
    <Show of={loading} skeleton={<Skeleton height={190} count={3} />}>
      {({ proposals }) =>
        proposals.length === 0 ? (
          <Empty title={t("proposals.empty.title")} body={t("proposals.empty.body")} />
        ) : (
          <Sorted project={project} proposals={proposals} />
        )
      }
    </Show>
  );
};

interface SortedProps {
  readonly project: ProjectShown;
  readonly proposals: readonly ProposalListed[];
}

const Sorted = ({ project, proposals }: SortedProps): VNode => {
  const { unanswered, answered, holding } = inboxOf(proposals);
  return (
    <>
      {project.proposalsFirst && holding.length > 0 && <Holding project={project} proposals={holding} />}
      <section class="stack">
        <h2>{t("proposals.waiting", { count: unanswered.length })}</h2>
        {unanswered.length === 0 && <p class="soft">{t("proposals.waiting.none")}</p>}
        <ul class="inbox">
          {unanswered.map((one) => (
            <ProposalCard key={one.proposalId} project={project} proposal={one} />
          ))}
        </ul>
      </section>
      {answered.length > 0 && (
        <section class="stack">
          <h2>{t("proposals.answered")}</h2>
          <ul class="inbox">
            {answered.map((one) => (
              <ProposalCard key={one.proposalId} project={project} proposal={one} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
};
