import type { VNode } from "preact";
import type { ProjectState } from "../../core/project.ts";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { payWords } from "../home/project-card.tsx";
import { date, list, number, t } from "../i18n/t.ts";
import type { ScreenProps } from "../lazy-screen.tsx";
import { Empty } from "../parts/empty.tsx";
import { type Loading, Show, useLoaded } from "../parts/loaded.tsx";
import { useLookAgain } from "../parts/look-again.ts";
import { Pill } from "../parts/pill.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { Figure } from "./figure.tsx";
import { ProjectFrame, type ProjectShown } from "./project-frame.tsx";
import { unansweredOf } from "./proposals/unanswered.ts";
import { StateActions } from "./state-actions.tsx";
import { WaitingProposals } from "./waiting-proposals.tsx";

type Progress = ResponseOf<"progress">;
const LOOK_AGAIN_MS = 10_000;

const Overview = ({ params }: ScreenProps): VNode => (
  <ProjectFrame
    projectId={params["projectId"] ?? ""}
    place="overview"
    about={(project) => aboutLine(project)}
    actions={(project) => (
      <>
        <a class="button" href={`/p/${project.projectId}/files`}>
          {t("manage.addFiles")}
        </a>
        <a class={project.state === "draft" ? "button" : "button primary"} href={`/p/${project.projectId}/exports`}>
          {t("manage.export")}
        </a>
      </>
    )}
  >
    {(project, loading) => <Content project={project} loading={loading} />}
  </ProjectFrame>
);

export default Overview;

const aboutLine = ({ media, ontology, overlap, pay }: ProjectShown): string =>
  [
    t(`home.media.${media}`),
    list(ontology.tools.map((tool) => t(`manage.tool.${tool}`))),
    overlap.min === overlap.max
      ? t("manage.overlapExact", { count: overlap.min })
      : t("manage.overlap", { min: overlap.min, max: overlap.max }),
    t("manage.ontologyVersion", { version: ontology.version }),
    payWords(pay),
  ].join(" · ");

const Content = ({
  project,
  loading,
}: {
  readonly project: ProjectShown;
  readonly loading: Loading<ProjectShown>;
}): VNode => {
  const { api } = useApp();
  const { projectId, state } = project;
  const progress = useLoaded(() => api("progress", { path: { projectId } }), [projectId]);
  useLookAgain(progress.again, LOOK_AGAIN_MS);
  return (
    <>
      <StateActions
        project={project}
        loading={loading}
        items={progress.now.state === "here" ? progress.now.content.items.open : undefined}
      />
      <Show of={progress} skeleton={<Skeleton height={150} count={2} />}>
        {(counts) =>
          totalOf(counts) === 0 ? (
            <NoItems projectId={projectId} />
          ) : (
            <Counts projectId={projectId} state={state} counts={counts} />
          )
        }
      </Show>
    </>
  );
};

const totalOf = ({ items }: Progress): number => Object.values(items).reduce((sum, count) => sum + count, 0);

const NoItems = ({ projectId }: { readonly projectId: string }): VNode => (
  <Empty title={t("manage.noItems.title")} body={t("manage.noItems.body")}>
    <a class="button primary" href={`/p/${projectId}/files`}>
      {t("manage.addFiles")}
    </a>
  </Empty>
);

/** In the order of the bar: what is done first, what still asks last. */
const PARTS = ["agreed", "contested", "none_fit", "cant_tell", "unusable", "open"] as const;

interface CountsProps {
  readonly projectId: string;
  readonly state: ProjectState;
  readonly counts: Progress;
}

const Counts = ({ projectId, state, counts }: CountsProps): VNode => {
  const { items, annotations, annotators, asOfMs } = counts;
  const labelable = PARTS.reduce((sum, part) => sum + items[part], 0);
  return (
    <>
      <section class="card figures">
        <Figure
          name={t("manage.count.agreed")}
          figure={number(items.agreed)}
          under={t("manage.count.of", { total: labelable })}
        />
        <Figure
          name={t("manage.count.annotations")}
          figure={number(annotations)}
          under={t("manage.count.annotators", { count: annotators })}
        />
        <Figure
          name={t("manage.count.open")}
          figure={number(items.open)}
          under={state === "open" ? t("manage.count.asked") : t(`home.state.${state}`)}
        />
        <Figure
          name={t("manage.count.waiting")}
          figure={number(items.contested + items.unusable)}
          under={t("manage.count.settle")}
        />
      </section>
      <div class="columns">
        <section class="card stack">
          <h2>{t("manage.where")}</h2>
          <div
            class="share-bar"
            role="img"
            aria-label={PARTS.map((part) => `${t(`manage.state.${part}`)} ${items[part]}`).join(", ")}
          >
            {PARTS.filter((part) => items[part] > 0).map((part) => (
              <span key={part} class={`share ${part}`} style={{ flexGrow: items[part] }} />
            ))}
          </div>
          <ul class="share-legend">
            {PARTS.map((part) => (
              <li key={part}>
                <a class={`colour-link ${part}`} href={`/p/${projectId}/items?state=${part}`}>
                  <span class={`colour ${part}`} />
                  {t(`manage.state.${part}`)} <span class="number">{number(items[part])}</span>
                </a>
              </li>
            ))}
          </ul>
          {asOfMs > 0 && <p class="soft small">{t("manage.asOf", { time: date(asOfMs, { timeStyle: "short" }) })}</p>}
        </section>
        <Waiting projectId={projectId} counts={counts} />
      </div>
    </>
  );
};

const Waiting = ({
  projectId,
  counts: { items },
}: {
  readonly projectId: string;
  readonly counts: Progress;
}): VNode => (
  <section class="card stack">
    <h2>{t("manage.waiting")}</h2>
    <WaitingProposals projectId={projectId} />
    {items.contested + items.unusable + items.rejected + (unansweredOf(projectId) ?? 0) === 0 && (
      <p class="soft">{t("manage.waiting.none")}</p>
    )}
    {items.contested > 0 && (
      <div class="stack tight waiting">
        <Pill tone="ochre">{t("manage.state.contested")}</Pill>
        <p>{t("manage.waiting.contested", { count: items.contested })}</p>
        <a class="button primary" href={`/p/${projectId}/review`}>
          {t("manage.waiting.look")}
        </a>
      </div>
    )}
    {items.unusable > 0 && (
      <div class="stack tight waiting">
        <Pill tone="clay">{t("manage.state.unusable")}</Pill>
        <a href={`/p/${projectId}/items?state=unusable`}>{t("manage.waiting.unusable", { count: items.unusable })}</a>
      </div>
    )}
    {items.rejected > 0 && (
      <div class="stack tight waiting">
        <Pill tone="clay">{t("manage.state.rejected")}</Pill>
        <a href={`/p/${projectId}/items?state=rejected`}>{t("manage.waiting.rejected", { count: items.rejected })}</a>
      </div>
    )}
  </section>
);
