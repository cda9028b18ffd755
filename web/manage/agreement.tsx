import type { VNode } from "preact";
import { spelledOut } from "../../core/unseen-marks.ts";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { date, number, percent, t } from "../i18n/t.ts";
import type { ScreenProps } from "../lazy-screen.tsx";
import { Empty } from "../parts/empty.tsx";
import { Show, useLoaded } from "../parts/loaded.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { labelName } from "../review/label-names.ts";
import { Figure as Shown } from "./figure.tsx";
import { ProjectFrame, type ProjectShown } from "./project-frame.tsx";
import { SpecialRates } from "./special-rates.tsx";

type Agreement = Extract<ResponseOf<"agreement">, { state: "there" }>;
type Report = Agreement["report"];
type Figure = Report["alpha"];

/** How far the answers agree, which labels are taken for each other, and the items to look at. Of tasks, never of people. */
const AgreementScreen = ({ params }: ScreenProps): VNode => (
  <ProjectFrame
    projectId={params["projectId"] ?? ""}
    place="agreement"
    title={t("manage.agreement")}
    about={() => t("manage.agreement.about")}
  >
    {(project) => <Content project={project} />}
  </ProjectFrame>
);

export default AgreementScreen;

const Content = ({ project }: { readonly project: ProjectShown }): VNode => {
  const { api } = useApp();
  const { projectId } = project;
  const loading = useLoaded(() => api("agreement", { path: { projectId } }), [projectId]);
  return (
    <Show of={loading} skeleton={<Skeleton height={150} count={3} />}>
      {(found) =>
        found.state === "none" ? (
          <Empty title={t("manage.agreement.none.title")} body={t("manage.agreement.none.body")} />
        ) : (
          <Found project={project} found={found} />
        )
      }
    </Show>
  );
};

const Found = ({ project, found }: { readonly project: ProjectShown; readonly found: Agreement }): VNode => {
  const { report, asOfMs, snapshot } = found;
  const said = (label: string): string =>
    label === "none_fit" ? t("manage.answer.none_fit") : labelName(project.ontology.labels, label);
  return (
    <>
      <Figures report={report} />
      <Changed project={project} report={report} said={said} />
      {report.special && <SpecialRates rates={report.special} nameOf={said} />}
      <Confused projectId={project.projectId} report={report} said={said} />
      <Disputed projectId={project.projectId} report={report} />
      <p class="small soft">
        {t("manage.agreement.asOf", { snapshot, date: date(asOfMs, { dateStyle: "medium", timeStyle: "short" }) })}
      </p>
    </>
  );
};

const figureWords = (figure: Figure): string =>
  figure.kind === "value" ? number(figure.value, { maximumFractionDigits: 2, minimumFractionDigits: 2 }) : "–";

const Figures = ({ report }: { readonly report: Report }): VNode => {
  const { alpha, alphaInterval, percent: alike } = report;
  return (
    <section class="card figures">
      <Shown
        name={t("manage.agreement.alpha")}
        figure={figureWords(alpha)}
        under={
          alphaInterval
            ? t("manage.agreement.interval", {
                low: figureWords({ kind: "value", value: alphaInterval.low }),
                high: figureWords({ kind: "value", value: alphaInterval.high }),
              })
            : t("manage.agreement.tooFew")
        }
      />
      <Shown
        name={t("manage.agreement.percent")}
        figure={alike.kind === "value" ? percent(alike.value) : "–"}
        under={t("manage.agreement.percentUnder")}
      />
      <Shown
        name={t("manage.agreement.compared")}
        figure={number(report.itemsCompared)}
        under={t("manage.agreement.from", { answers: number(report.answers), annotators: number(report.annotators) })}
      />
    </section>
  );
};

interface PartProps {
  readonly projectId: string;
  readonly report: Report;
  readonly said: (label: string) => string;
}

const ItemLinks = ({
  projectId,
  items,
}: {
  readonly projectId: string;
  readonly items: Report["confused"][number]["examples"];
}): VNode => (
  <span class="row">
    {items.map(({ itemId, name }) => (
      <a key={itemId} href={`/p/${projectId}/items/${itemId}`}>
        {spelledOut(name)}
      </a>
    ))}
  </span>
);

const Confused = ({ projectId, report, said }: PartProps): VNode | null =>
  report.confused.length === 0 ? null : (
    <section class="card stack">
      <h2>{t("manage.agreement.confused")}</h2>
      <ul class="stack plain">
        {report.confused.slice(0, 10).map(({ labels: [one, other], items, examples }) => (
          <li key={`${one} ${other}`} class="stack tight">
            <span>
              <strong>{t("manage.agreement.pair", { one: said(one), other: said(other) })}</strong>{" "}
              <span class="soft">{t("manage.agreement.onItems", { count: items })}</span>
            </span>
            <ItemLinks projectId={projectId} items={examples} />
          </li>
        ))}
      </ul>
    </section>
  );

const Disputed = ({ projectId, report }: Omit<PartProps, "said">): VNode | null =>
  report.disputed.length === 0 ? null : (
    <section class="card stack">
      <h2>{t("manage.agreement.disputed")}</h2>
      <p class="soft">{t("manage.agreement.disputedBody")}</p>
      <ItemLinks projectId={projectId} items={report.disputed} />
    </section>
  );

const Changed = ({
  project,
  report,
  said,
}: Omit<PartProps, "projectId"> & { readonly project: ProjectShown }): VNode | null => {
  const { count, items } = report.changed;
  const words = ({ state, classes }: Report["changed"]["items"][number]["now"]): string =>
    classes && classes.length > 0 ? classes.map(said).join(", ") : t(`manage.state.${state}`);
  return count === 0 ? null : (
    <section class="card stack">
      <h2>{t("manage.agreement.changed", { count })}</h2>
      <p class="soft">{t("manage.agreement.changedBody")}</p>
      <ul class="stack plain">
        {items.map(({ itemId, name, before, now }) => (
          <li key={itemId}>
            <a href={`/p/${project.projectId}/items/${itemId}`}>{spelledOut(name)}</a>{" "}
            {t("manage.agreement.fromTo", { before: words(before), now: words(now) })}
          </li>
        ))}
      </ul>
    </section>
  );
};
