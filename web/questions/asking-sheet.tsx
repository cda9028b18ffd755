import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ThreadShape } from "../../lambdas/api/threads.ts";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Show, useLoaded } from "../parts/loaded.tsx";
import { Pill } from "../parts/pill.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { toast } from "../parts/toast.tsx";
import { type AnchorShape, anchorName } from "./anchor.ts";
import { SayForm } from "./say-form.tsx";
import { waitWords } from "./speaker-words.ts";
import { Spoken } from "./spoken.tsx";
import { TakeBack } from "./take-back.tsx";

interface AskingSheetProps {
  readonly projectId: string;
  readonly anchor: AnchorShape;
  /** Of the label, where it is about one. */
  readonly label: string | undefined;
  readonly onClose: () => void;
}

/** Asks the vendor about the item, a label or the instructions, and shows what was asked of it before. */
export const AskingSheet = ({ projectId, anchor, label, onClose }: AskingSheetProps): VNode => {
  const { api } = useApp();
  const about = anchorName(anchor);
  const loading = useLoaded(
    async () => (await api("listThreads", { path: { projectId }, query: { anchor: about } })).threads,
    [projectId, about],
  );
  const put = (thread: ThreadShape): void => {
    const before = loading.now.state === "here" ? loading.now.content : [];
    const others = before.filter(({ threadId }) => threadId !== thread.threadId);
    loading.put(
      others.length === before.length
        ? [thread, ...before]
        : before.map((one) => (one.threadId === thread.threadId ? thread : one)),
    );
  };
  const title = label === undefined ? t(`questions.about.${anchor.kind}`) : t("questions.about.label", { label });
  return (
    <Dialog sheet title={title} onClose={onClose}>
      <div class="stack">
        <SayForm
          projectId={projectId}
          about={about}
          label={t("questions.ask.label")}
          hint={t("questions.ask.hint")}
          send={t("questions.ask.send")}
          onSend={async ({ id, ...said }) => {
            put(await api("openThread", { path: { projectId }, body: { threadId: id, anchor, ...said } }));
            toast(t("questions.asked"));
          }}
        />
        <section class="stack">
          <h3>{t("questions.before")}</h3>
          <Show of={loading} skeleton={<Skeleton height={80} count={2} />}>
            {(threads) =>
              threads.length === 0 ? (
                <p class="soft">{t("questions.before.none")}</p>
              ) : (
                threads.map((thread) => (
                  <AskedBefore key={thread.threadId} projectId={projectId} thread={thread} onThread={put} />
                ))
              )
            }
          </Show>
        </section>
      </div>
    </Dialog>
  );
};

interface AskedBeforeProps {
  readonly projectId: string;
  readonly thread: ThreadShape;
  readonly onThread: (thread: ThreadShape) => void;
}

const AskedBefore = ({ projectId, thread, onThread }: AskedBeforeProps): VNode => {
  const { api } = useApp();
  const [replying, setReplying] = useState(false);
  const { threadId, waitsDays, instructionsVersion } = thread;
  const path = { projectId, threadId };
  return (
    <article class="card stack tight">
      {waitsDays !== undefined && (
        <p>
          <Pill tone="ochre">{waitWords(waitsDays)}</Pill>
        </p>
      )}
      {instructionsVersion !== undefined && (
        <p>
          <Pill tone="leaf">{t("questions.became", { version: instructionsVersion })}</Pill>
        </p>
      )}
      <Spoken
        thread={thread}
        actions={(word) =>
          word.isMe && <TakeBack path={{ ...path, wordId: word.wordId }} word={word} onThread={onThread} />
        }
      />
      {replying ? (
        <SayForm
          projectId={projectId}
          about={threadId}
          label={t("questions.reply.label")}
          send={t("questions.reply.send")}
          onSend={async ({ id, ...said }) => {
            onThread(await api("replyInThread", { path, body: { wordId: id, ...said } }));
            setReplying(false);
          }}
        />
      ) : (
        <div>
          <Button onClick={() => setReplying(true)}>{t("questions.reply")}</Button>
        </div>
      )}
    </article>
  );
};
