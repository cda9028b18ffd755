import type { ComponentChildren, VNode } from "preact";
import { inLanguage } from "../../core/localized.ts";
import type { Role } from "../../core/membership.ts";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { language } from "../i18n/language.ts";
import { t } from "../i18n/t.ts";
import { type Loading, Show, useLoaded } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import type { BarLink } from "../parts/top-bar.tsx";
import "./manage.css";

export type ProjectShown = ResponseOf<"getProject">;

/** Places of a project that the caller's roles open. */
export const placesOf = (projectId: string, roles: readonly Role[], title: string): readonly BarLink[] => {
  const at = (rest: string): string => `/p/${projectId}${rest}`;
  const vendor = roles.includes("vendor");
  const settles = vendor || roles.includes("reviewer");
  return [
    ...(vendor ? [{ href: at(""), text: title }] : []),
    ...(settles ? [{ href: at("/items"), text: t("manage.items") }] : []),
    ...(settles ? [{ href: at("/review"), text: t("manage.review") }] : []),
    ...(settles ? [{ href: at("/agreement"), text: t("manage.agreement") }] : []),
    ...(vendor ? [{ href: at("/labels"), text: t("manage.labels") }] : []),
    ...(vendor ? [{ href: at("/people"), text: t("manage.people") }] : []),
    ...(vendor || roles.includes("client") ? [{ href: at("/exports"), text: t("manage.exports") }] : []),
    ...(vendor ? [{ href: at("/settings"), text: t("manage.settings") }] : []),
  ];
};

interface FrameProps {
  readonly projectId: string;
  /** Heading; the project's own title when absent. */
  readonly title?: string;
  readonly about?: (project: ProjectShown) => string;
  readonly actions?: (project: ProjectShown) => ComponentChildren;
  readonly children: (project: ProjectShown, loading: Loading<ProjectShown>) => ComponentChildren;
}

/** A screen about one project: loads it, shows the bar with its places, then the content. */
export const ProjectFrame = ({ projectId, title, about, actions, children }: FrameProps): VNode => {
  const { api } = useApp();
  const loading = useLoaded(() => api("getProject", { path: { projectId } }), [projectId]);
  const project = loading.now.state === "here" ? loading.now.content : undefined;
  const name = project ? inLanguage(project.title, language.value) : t("app.loading");
  // A vendor sees the project's name in the bar; others have no place there that wears it.
  const isUnnamed = title !== undefined && !project?.roles.includes("vendor");
  const line = project && [isUnnamed && name, about?.(project)].filter(Boolean);
  return (
    <Page
      title={title ?? name}
      links={project ? placesOf(projectId, project.roles, name) : []}
      about={line && line.length > 0 ? line.join(" · ") : undefined}
      actions={project && actions?.(project)}
    >
      <Show of={loading} skeleton={<Skeleton height={160} count={2} />}>
        {(shown) => children(shown, loading)}
      </Show>
    </Page>
  );
};
