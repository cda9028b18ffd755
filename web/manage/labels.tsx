import type { VNode } from "preact";
import { inLanguage } from "../../core/localized.ts";
import { language } from "../i18n/language.ts";
import { date, list, t } from "../i18n/t.ts";
import type { ScreenProps } from "../lazy-screen.tsx";
import { labelName } from "../review/label-names.ts";
import { LabelHistory, RetiredLabels } from "./label-history.tsx";
import { ProjectFrame } from "./project-frame.tsx";

/** The labels in force: names, meaning, colour, and the number that exports know them by. */
const Labels = ({ params }: ScreenProps): VNode => (
  <ProjectFrame
    projectId={params["projectId"] ?? ""}
    place="labels"
    title={t("manage.labels")}
    about={({ ontology }) =>
      t("manage.labels.about", { version: ontology.version, date: date(ontology.publishedAtMs) })
    }
    actions={({ state, projectId }) =>
      state === "draft" && (
        <a class="button" href={`/p/${projectId}/settings`}>
          {t("manage.labels.edit")}
        </a>
      )
    }
  >
    {({ projectId, ontology }) => (
      <>
        <p>{t("manage.labels.tools", { tools: list(ontology.tools.map((tool) => t(`manage.tool.${tool}`))) })}</p>
        <ul class="cards">
          {ontology.labels.map((label) => (
            <li key={label.id} class="card stack tight">
              <h2 class="row">
                <span class="colour" style={{ background: label.colour }} />
                {inLanguage(label.names, language.value)}
              </h2>
              <p>{inLanguage(label.definition, language.value)}</p>
              {label.exampleUrl && (
                <img
                  class="example"
                  src={label.exampleUrl}
                  alt={t("manage.example.of", { number: label.number })}
                  loading="lazy"
                />
              )}
              {label.parent && (
                <p class="small soft">
                  {t("manage.labels.under", {
                    label: labelName([...ontology.labels, ...ontology.retired], label.parent),
                  })}
                </p>
              )}
              <p class="small soft">{t("manage.labels.id", { id: label.id, number: label.number })}</p>
            </li>
          ))}
        </ul>
        <RetiredLabels ontology={ontology} />
        <LabelHistory projectId={projectId} />
      </>
    )}
  </ProjectFrame>
);

export default Labels;
