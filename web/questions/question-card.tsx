import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ThreadShape } from "../../lambdas/api/threads.ts";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import type { ProjectShown } from "../manage/project-frame.tsx";
import { Button } from "../parts/button.tsx";
import type { Loading } from "../parts/loaded.tsx";
import { Pill } from "../parts/pill.tsx";
import { toast } from "../parts/toast.tsx";
import { HideWord } from "./hide-word.tsx";
import { SayForm } from "./say-form.tsx";
import { anchorWords, labelNameIn, waitWords } from "./speaker-words.ts";
import { Spoken } from "./spoken.tsx";
import { TakeBack } from "./take-back.tsx";
import { ToInstructions } from "./to-instructions.tsx";

export interface QuestionProps {
  readonly project: ProjectShown;
  readonly projectLoading: Loading<ProjectShown>;
  readonly thread: ThreadShape;
  readonly onThread: (thread: ThreadShape) => void;
}

type Doing = "reply" | "instructions" | undefined;

/** One question as the vendor or a reviewer sees it: what it is about, what was said, and what may be done. */
export const QuestionCard = (props: QuestionProps): VNode => {
  const { project, thread, onThread } = props;
  const { api } = useApp();
  const [doing, setDoing] = useState<Doing>(undefined);
  const { threadId, waitsDays, instructionsVersion } = thread;
  const path = { projectId: project.projectId, threadId };
  const isVendor = project.roles.includes("vendor");
  const mayInstruct = isVendor && project.state !== "closed";
  return (
    <article class="card stack">
      <div class="row apart">
        <h2>
          <About project={project} anchor={thread.anchor} />
        </h2>
        <span class="row">
          {instructionsVersion !== undefined && (
            <Pill tone="leaf">{t("questions.became", { version: instructionsVersion })}</Pill>
          )}
          {waitsDays === undefined ? (
            <Pill>{t("questions.answered")}</Pill>
          ) : (
            <Pill tone="ochre">{waitWords(waitsDays)}</Pill>
          )}
        </span>
      </div>
      {thread.item?.url && project.media === "image" && (
        <img class="seen-on" src={thread.item.url} alt={t("questions.about.item")} loading="lazy" decoding="async" />
      )}
      {thread.item?.text !== undefined && (
        <blockquote class="told" dir="auto">
          {thread.item.text}
        </blockquote>
      )}
      <Spoken
        thread={thread}
        actions={(word) => {
          const which = { ...path, wordId: word.wordId };
          if (word.isMe) return <TakeBack path={which} word={word} onThread={onThread} />;
          return isVendor && !word.hidden && <HideWord path={which} onThread={onThread} />;
        }}
      />
      {doing === "reply" && (
        <SayForm
          projectId={project.projectId}
          about={threadId}
          label={t("questions.reply.label")}
          hint={t("questions.reply.hint")}
          send={t("questions.reply.send")}
          onSend={async ({ id, ...said }) => {
            onThread(await api("replyInThread", { path, body: { wordId: id, ...said } }));
            setDoing(undefined);
            toast(t("questions.replied"));
          }}
        />
      )}
      {doing === "instructions" && <ToInstructions {...props} onDone={() => setDoing(undefined)} />}
      <div class="row">
        {doing !== "reply" && <Button onClick={() => setDoing("reply")}>{t("questions.reply")}</Button>}
        {mayInstruct && doing !== "instructions" && (
          <Button onClick={() => setDoing("instructions")}>{t("questions.toInstructions")}</Button>
        )}
      </div>
    </article>
  );
};

const About = ({ project, anchor }: { readonly project: ProjectShown; readonly anchor: ThreadShape["anchor"] }) => {
  const words = <bdi>{anchorWords(anchor, labelNameIn(project.ontology))}</bdi>;
  return anchor.kind === "item" ? <a href={`/p/${project.projectId}/items/${anchor.itemId}`}>{words}</a> : words;
};
