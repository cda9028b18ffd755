import type { VNode } from "preact";
import type { ProposalShape } from "../../../lambdas/api/proposals.ts";
import { useApp } from "../../app.ts";
import { t } from "../../i18n/t.ts";
import { lazyScreen, type ScreenProps } from "../../lazy-screen.tsx";
import { useAction } from "../../parts/action.ts";
import { Button } from "../../parts/button.tsx";
import { Show, useLoaded } from "../../parts/loaded.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import type { ProjectShown } from "../station.ts";
import { Credit } from "./credit.tsx";
import { OwnActions } from "./own-actions.tsx";
import { ProposalCard } from "./proposal-card.tsx";
import { maySecond } from "./proposal-met.ts";
import { labelNames } from "./proposal-words.ts";
import "./say.css";

/** Told by the same words as on every other screen of a project. */
const NotAnnotator = lazyScreen(() => import("../../manage/not-annotator.tsx"), ["manage"]);

interface Loaded {
  readonly project: ProjectShown;
  readonly proposals: readonly ProposalShape[];
}

/** What people who label here have proposed: her own first, then those of others, and how she is named. */
const SayPage = ({ params, query }: ScreenProps): VNode => {
  const { api } = useApp();
  const projectId = params["projectId"] ?? "";
  const loaded = useLoaded(async (): Promise<Loaded> => {
    const [project, { proposals }] = await Promise.all([
      api("getProject", { path: { projectId } }),
      api("listProposals", { path: { projectId } }),
    ]);
    return { project, proposals };
  }, [projectId]);
  const { now, put } = loaded;
  const isHers = now.state === "here" && now.content.project.roles.includes("annotator");
  const isRefused = now.state === "failed" && ["not-allowed", "not-found"].includes(now.problem.code);
  if (isRefused || (now.state === "here" && !isHers)) return <NotAnnotator params={params} query={query} />;
  return (
    <Page
      title={t("say.proposals")}
      about={t("say.page.about")}
      narrow
      actions={
        <a class="button" href={`/p/${projectId}/label`}>
          {t("say.page.back")}
        </a>
      }
    >
      <Show of={loaded} skeleton={<Skeleton height={140} count={3} />}>
        {({ project, proposals }) => (
          <Lists
            project={project}
            proposals={proposals}
            onChanged={(changed) =>
              put({
                project,
                proposals: proposals.map((one) => (one.proposalId === changed.proposalId ? changed : one)),
              })
            }
          />
        )}
      </Show>
    </Page>
  );
};

export default SayPage;

interface ListsProps extends Loaded {
  readonly onChanged: (proposal: ProposalShape) => void;
}

/** Unanswered before answered, among each the newest first. */
const inOrder = (proposals: readonly ProposalShape[]): readonly ProposalShape[] => {
  const rank = ({ standing: { state } }: ProposalShape): number => (state === "asked" ? 0 : state === "open" ? 1 : 2);
  return [...proposals].sort((one, other) => rank(one) - rank(other) || other.createdAtMs - one.createdAtMs);
};

const Lists = ({ project, proposals, onChanged }: ListsProps): VNode => {
  const { projectId, askedBy, ontology } = project;
  const nameOf = labelNames([...ontology.labels, ...ontology.retired]);
  const mine = inOrder(proposals.filter(({ author }) => author.isMe));
  const others = inOrder(proposals.filter(({ author }) => !author.isMe));
  return (
    <div class="stack">
      <section class="stack" aria-labelledby="mine">
        <h2 id="mine">{t("say.page.mine")}</h2>
        {mine.length === 0 && <p class="soft">{t("say.page.none")}</p>}
        <ul class="proposals">
          {mine.map((proposal) => (
            <ProposalCard key={proposal.proposalId} proposal={proposal} nameOf={nameOf} askedBy={askedBy}>
              <OwnActions projectId={projectId} proposal={proposal} onChanged={onChanged} />
            </ProposalCard>
          ))}
        </ul>
      </section>
      <section class="stack" aria-labelledby="others">
        <h2 id="others">{t("say.page.others")}</h2>
        {others.length === 0 && <p class="soft">{t("say.page.othersNone")}</p>}
        <ul class="proposals">
          {others.map((proposal) => (
            <ProposalCard key={proposal.proposalId} proposal={proposal} nameOf={nameOf} askedBy={askedBy}>
              {maySecond(proposal) && <SeeToo projectId={projectId} proposal={proposal} onChanged={onChanged} />}
            </ProposalCard>
          ))}
        </ul>
      </section>
      <Credit key={projectId} projectId={projectId} />
    </div>
  );
};

interface SeeTooProps {
  readonly projectId: string;
  readonly proposal: ProposalShape;
  readonly onChanged: (proposal: ProposalShape) => void;
}

/** "I see this too" without an example of her own: that comes with an answer. */
const SeeToo = ({ projectId, proposal: { proposalId }, onChanged }: SeeTooProps): VNode => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const second = (): Promise<boolean> =>
    run(async () => onChanged(await api("secondProposal", { path: { projectId, proposalId }, body: {} })));
  return (
    <>
      <ProblemNotice problem={problem} />
      <div>
        <Button busy={busy} onClick={() => void second()}>
          {t("say.second.yes")}
        </Button>
      </div>
    </>
  );
};
