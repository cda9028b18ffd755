import type { VNode } from "preact";
import type { ThreadShape } from "../../lambdas/api/threads.ts";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import type { ScreenProps } from "../lazy-screen.tsx";
import { ProjectFrame, type ProjectShown } from "../manage/project-frame.tsx";
import { Empty } from "../parts/empty.tsx";
import { type Loading, Show, useLoaded } from "../parts/loaded.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { QuestionCard } from "./question-card.tsx";

/** What people ask who label: those that wait longest first. */
const Questions = ({ params }: ScreenProps): VNode => (
  <ProjectFrame
    projectId={params["projectId"] ?? ""}
    place="questions"
    title={t("questions.title")}
    about={() => t("questions.titleAbout")}
  >
    {(project, loading) => <Asked project={project} projectLoading={loading} />}
  </ProjectFrame>
);

export default Questions;

interface AskedProps {
  readonly project: ProjectShown;
  readonly projectLoading: Loading<ProjectShown>;
}

const Asked = ({ project, projectLoading }: AskedProps): VNode => {
  const { api } = useApp();
  const { projectId } = project;
  const loading = useLoaded(
    async () => (await api("listThreads", { path: { projectId }, query: {} })).threads,
    [projectId],
  );
  // In its place: what was just answered does not jump away under the eyes.
  const put = (changed: ThreadShape): void => {
    if (loading.now.state !== "here") return;
    loading.put(loading.now.content.map((one) => (one.threadId === changed.threadId ? changed : one)));
  };
  return (
    <Show of={loading} skeleton={<Skeleton height={140} count={3} />}>
      {(threads) => {
        if (threads.length === 0) return <Empty title={t("questions.none")} body={t("questions.noneBody")} />;
        const waiting = threads.filter(({ waitsDays }) => waitsDays !== undefined).length;
        return (
          <div class="stack">
            <p role="status">
              {waiting === 0 ? t("questions.allAnswered") : t("questions.waiting", { count: waiting })}
            </p>
            {threads.map((thread) => (
              <QuestionCard
                key={thread.threadId}
                project={project}
                projectLoading={projectLoading}
                thread={thread}
                onThread={put}
              />
            ))}
          </div>
        );
      }}
    </Show>
  );
};
