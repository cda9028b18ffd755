import type { VNode } from "preact";
import { percent, t } from "../../i18n/t.ts";
import { Icon } from "../../parts/icon.tsx";
import { Meter } from "../../parts/meter.tsx";
import type { ProjectShown } from "../project-frame.tsx";
import { CostFigures } from "./cost-figures.tsx";
import type { Plan } from "./followed-plan.ts";
import { LabelsAfter } from "./labels-after.tsx";

interface PlanShownProps {
  readonly project: ProjectShown;
  readonly plan: Plan;
}

/** While every item is looked at: how far, and how many were found. */
export const Looking = ({ plan: { done, affected } }: { readonly plan: Plan }): VNode => (
  <section class="card stack">
    <h3>{t("proposals.plan.looking")}</h3>
    <Meter share={done} label={t("proposals.plan.looking")} />
    <p class="soft small">{t("proposals.plan.lookingAt", { share: percent(done), count: affected })}</p>
  </section>
);

/** What accepting changes: the very items that come back, the labels as they would be, and what it costs. */
export const PlanShown = ({ project, plan }: PlanShownProps): VNode => (
  <>
    <h3>{t("proposals.plan.title")}</h3>
    <p>
      <strong>{t("proposals.plan.back", { count: plan.affected })}</strong>{" "}
      {t(plan.affected === 0 ? "proposals.plan.backNone" : "proposals.plan.backBody")}
    </p>
    {plan.shown.length > 0 && (
      <ul class="item-grid">
        {plan.shown.map(({ itemId, name, url }) => (
          <li key={itemId} class="item-tile">
            <a href={`/p/${project.projectId}/items/${itemId}`}>
              <span class="thumb">
                {url && project.media === "image" ? (
                  <img src={url} alt="" loading="lazy" decoding="async" />
                ) : (
                  <Icon name="page" />
                )}
              </span>
              <span class="item-name">{name}</span>
            </a>
          </li>
        ))}
      </ul>
    )}
    {plan.affected > plan.shown.length && plan.shown.length > 0 && (
      <p class="small soft">{t("proposals.plan.more", { count: plan.affected - plan.shown.length })}</p>
    )}
    <LabelsAfter before={project.ontology} plan={plan} />
    <h4>{t("proposals.cost")}</h4>
    <CostFigures cost={plan.cost} />
  </>
);
