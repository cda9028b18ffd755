import type { VNode } from "preact";
import { inLanguage } from "../../core/localized.ts";
import type { Role } from "../../core/membership.ts";
import type { Pay } from "../../core/project.ts";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { language } from "../i18n/language.ts";
import { money, t } from "../i18n/t.ts";
import { Pill } from "../parts/pill.tsx";

type Card = ResponseOf<"me">["projects"][number];

const PLACES: Readonly<Record<Role, { readonly path: string; readonly key: Parameters<typeof t>[0] }>> = {
  annotator: { path: "/label", key: "home.label" },
  reviewer: { path: "/review", key: "home.review" },
  vendor: { path: "", key: "home.manage" },
  client: { path: "/exports", key: "home.exports" },
};
/** Whoever has several roles is offered labelling last only if she also runs the project. */
const ORDER: readonly Role[] = ["vendor", "annotator", "reviewer", "client"];

export const payWords = (pay: Pay): string =>
  pay.kind === "unpaid" ? t("home.pay.unpaid") : t("home.pay.paid", { amount: money(pay.amountMicros, pay.currency) });

/** What a project is for, who asks and what it pays, before anything is begun. */
export const ProjectCard = ({ project }: { readonly project: Card }): VNode => {
  const { projectId, state, roles } = project;
  const title = inLanguage(project.title, language.value);
  const isOpen = state === "open";
  const places = ORDER.filter((role) => roles.includes(role)).filter((role) => role !== "annotator" || isOpen);
  return (
    <li class="card project">
      <div class="stack tight">
        <h2>{title}</h2>
        <p class="soft small">{t("home.askedBy", { askedBy: project.askedBy })}</p>
        <p>{inLanguage(project.purpose, language.value)}</p>
        <p class="row">
          {!isOpen && <Pill tone="ochre">{t(`home.state.${state}`)}</Pill>}
          {roles.includes("annotator") && <Pill tone="leaf">{payWords(project.pay)}</Pill>}
          <Pill>{mediaWords(project.media)}</Pill>
        </p>
      </div>
      <div class="row">
        {places.map((role, at) => (
          <a key={role} class={at === 0 ? "button primary" : "button"} href={`/p/${projectId}${PLACES[role].path}`}>
            {t(PLACES[role].key)}
            <span class="unseen">: {title}</span>
          </a>
        ))}
      </div>
    </li>
  );
};

const mediaWords = (media: string): string =>
  media === "video" || media === "text" ? t(`home.media.${media}`) : t("home.media.image");
