import type { VNode } from "preact";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import type { ScreenProps } from "../lazy-screen.tsx";
import { useAction } from "../parts/action.ts";
import type { Loading } from "../parts/loaded.tsx";
import { Notice } from "../parts/notice.tsx";
import { toast } from "../parts/toast.tsx";
import { draftOf, ontologyBody, type ProjectDraft, settingsBody } from "./project-draft.ts";
import { ProjectForm } from "./project-form.tsx";
import { ProjectFrame, type ProjectShown } from "./project-frame.tsx";

const Settings = ({ params }: ScreenProps): VNode => (
  <ProjectFrame projectId={params["projectId"] ?? ""} place="settings" title={t("manage.settings")}>
    {(project, loading) => <SettingsForm key={project.ver} project={project} loading={loading} />}
  </ProjectFrame>
);

export default Settings;

/** What a running project may still change is narrower: overlap, media and labels are fixed once it was opened. */
const SettingsForm = ({
  project,
  loading,
}: {
  readonly project: ProjectShown;
  readonly loading: Loading<ProjectShown>;
}): VNode => {
  const { api } = useApp();
  const action = useAction();
  const { projectId, ver, state } = project;
  const isDraft = state === "draft";
  const save = async (draft: ProjectDraft): Promise<void> => {
    const { overlap, ...running } = settingsBody(draft);
    const before = JSON.stringify(ontologyBody(draftOf(project)));
    const ontology = ontologyBody(draft);
    if (isDraft && JSON.stringify(ontology) !== before)
      await api("publishOntology", { path: { projectId }, body: ontology });
    const fresh = isDraft ? await api("getProject", { path: { projectId } }) : project;
    const body = { ver: fresh.ver, ...running, ...(isDraft && overlap ? { overlap } : {}) };
    loading.put(await api("updateProject", { path: { projectId }, body }));
    toast(t("app.saved"));
  };
  return (
    <div class="stack">
      {!isDraft && (
        <Notice tone="sky">
          <p>{t("manage.settings.running")}</p>
        </Notice>
      )}
      <ProjectForm
        key={ver}
        first={draftOf(project)}
        mode={isDraft ? "draft" : "running"}
        projectId={projectId}
        action={action}
        go={t("app.save")}
        onSend={(draft) => void action.run(() => save(draft))}
      />
    </div>
  );
};
