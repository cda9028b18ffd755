import type { ComponentChildren, VNode } from "preact";
import { inLanguage } from "../../core/localized.ts";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { language } from "../i18n/language.ts";
import { t } from "../i18n/t.ts";
import { type Loading, Show, useLoaded } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import "./manage.css";
import { isFor, type Place, placesOf } from "./places.ts";
import { NoProject, WrongRole } from "./refused.tsx";

export type ProjectShown = ResponseOf<"getProject">;

interface FrameProps {
  readonly projectId: string;
  /** Which screen it is: who has no role for it is told so, and nothing of it is drawn. */
  readonly place: Place;
  /** Heading; the project's own title when absent. */
  readonly title?: string;
  readonly about?: (project: ProjectShown) => string;
  readonly actions?: (project: ProjectShown) => ComponentChildren;
  readonly children: (project: ProjectShown, loading: Loading<ProjectShown>) => ComponentChildren;
}

/** A screen about one project: loads it, shows the bar with its places, then the content, to whom it is for. */
export const ProjectFrame = ({ projectId, place, title, about, actions, children }: FrameProps): VNode => {
  const { api } = useApp();
  const loading = useLoaded(() => api("getProject", { path: { projectId } }), [projectId]);
  const { now } = loading;
  if (now.state === "failed" && now.problem.code === "not-found") {
    return (
      <Page title={t("manage.noProject")}>
        <NoProject />
      </Page>
    );
  }
  const project = now.state === "here" ? now.content : undefined;
  const name = project && inLanguage(project.title, language.value);
  if (project && name !== undefined && !isFor(place, project.roles)) {
    return (
      <Page title={t("manage.refused")} links={placesOf(project, name)} about={name}>
        <WrongRole place={place} project={project} name={name} />
      </Page>
    );
  }
  // A vendor sees the project's name in the bar; others have no place there that wears it.
  const isUnnamed = title !== undefined && !project?.roles.includes("vendor");
  const line = project && [isUnnamed && name, about?.(project)].filter(Boolean);
  return (
    <Page
      title={title ?? name ?? t(now.state === "failed" ? "problem.title" : "app.loading")}
      links={project && name !== undefined ? placesOf(project, name) : []}
      about={line && line.length > 0 ? line.join(" · ") : undefined}
      actions={project && actions?.(project)}
    >
      <Show of={loading} skeleton={<Skeleton height={160} count={2} />}>
        {(shown) => children(shown, loading)}
      </Show>
    </Page>
  );
};
