import type { VNode } from "preact";
import { t } from "../i18n/t.ts";
import type { ScreenProps } from "../lazy-screen.tsx";
import { Button } from "../parts/button.tsx";
import { ProjectFrame } from "./project-frame.tsx";

/**
 * In place of the labelling screen for whoever does not label here, or for a project that is not there. Apart, so that
 * annotators do not fetch it.
 */
const NotAnnotator = ({ params }: ScreenProps): VNode => (
  <ProjectFrame projectId={params["projectId"] ?? ""} place="label">
    {() => (
      // She was given the role between the two questions.
      <Button kind="primary" onClick={() => location.reload()}>
        {t("problem.reload")}
      </Button>
    )}
  </ProjectFrame>
);

export default NotAnnotator;
