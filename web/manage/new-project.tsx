import type { VNode } from "preact";
import { useLocation } from "preact-iso/router";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Page } from "../parts/page.tsx";
import "./manage.css";
import { createBody, emptyDraft } from "./project-draft.ts";
import { ProjectForm } from "./project-form.tsx";

/** A new project begins as a draft: nobody is asked for anything before it is opened. */
const NewProject = (): VNode => {
  const { api } = useApp();
  const { route } = useLocation();
  const action = useAction();
  return (
    <Page title={t("manage.new.title")} about={t("manage.new.about")}>
      <ProjectForm
        first={emptyDraft}
        mode="create"
        action={action}
        go={t("manage.new.go")}
        onSend={(draft) =>
          void action.run(async () => {
            const { projectId } = await api("createProject", { body: createBody(draft) });
            route(`/p/${projectId}/files`);
          })
        }
      />
    </Page>
  );
};

export default NewProject;
