import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { anchorName } from "../../core/thread.ts";
import type { ThreadShape } from "../../lambdas/api/threads.ts";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Show, useLoaded } from "../parts/loaded.tsx";
import { Pill } from "../parts/pill.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import type { AnchorShape } from "./anchor.ts";
import { SayForm } from "./say-form.tsx";
import { anchorWords, waitWords } from "./speaker-words.ts";
import { Spoken } from "./spoken.tsx";
import { TakeBack } from "./take-back.tsx";

interface AskingSheetProps {
  readonly projectId: string;
  readonly anchor: AnchorShape;
  readonly labelName: (labelId: string) => string;
  readonly onClose: () => void;
}

/** Asks the vendor about the item, a label or the instructions, and shows what was asked: of it, or of everything. */
export const AskingSheet = ({ projectId, anchor, labelName, onClose }: AskingSheetProps): VNode => {
  const { api } = useApp();
  const [all, setAll] = useState(false);
  // Said here: a toast lies behind the sheet, where nobody sees or hears it.
  const [sent, setSent] = useState("");
  const about = anchorName(anchor);
  const loading = useLoaded(
    async () => (await api("listThreads", { path: { projectId }, query: all ? {} : { anchor: about } })).threads,
    [projectId, about, all],
  );
  const put = (thread: ThreadShape): void => {
    // Put by itself it would stand for all that was asked before.
    if (loading.now.state !== "here") {
      loading.again();
      return;
    }
    const before = loading.now.content;
    const isNew = !before.some(({ threadId }) => threadId === thread.threadId);
    loading.put(isNew ? [thread, ...before] : before.map((one) => (one.threadId === thread.threadId ? thread : one)));
  };
  return (
    <Dialog sheet title={anchorWords(anchor, labelName)} onClose={onClose}>
      <div class="stack">
        <div class="stack tight">
          <SayForm
            projectId={projectId}
            about={about}
            label={t("questions.ask.label")}
            hint={t("questions.ask.hint")}
            send={t("questions.ask.send")}
            onSend={async ({ id, ...said }) => {
              setSent("");
              put(await api("openThread", { path: { projectId }, body: { threadId: id, anchor, ...said } }));
              setSent(t("questions.asked"));
            }}
          />
          <p role="status">{sent}</p>
        </div>
        <section class="stack">
          <h3>{t(all ? "questions.all" : "questions.before")}</h3>
          <Show of={loading} skeleton={<Skeleton height={80} count={2} />}>
            {(threads) =>
              threads.length === 0 ? (
                <p class="soft">{t(all ? "questions.none" : "questions.before.none")}</p>
              ) : (
                threads.map((thread) => (
                  <AskedBefore
                    key={thread.threadId}
                    projectId={projectId}
                    thread={thread}
                    heading={all ? anchorWords(thread.anchor, labelName) : undefined}
                    onThread={put}
                    onSent={setSent}
                  />
                ))
              )
            }
          </Show>
          {!all && (
            <div>
              <Button onClick={() => setAll(true)}>{t("questions.all")}</Button>
            </div>
          )}
        </section>
      </div>
    </Dialog>
  );
};

interface AskedBeforeProps {
  readonly projectId: string;
  readonly thread: ThreadShape;
  /** What it is about, where that differs. */
  readonly heading: string | undefined;
  readonly onThread: (thread: ThreadShape) => void;
  /** Told what was sent, in words; empty while it goes. */
  readonly onSent: (words: string) => void;
}

const AskedBefore = ({ projectId, thread, heading, onThread, onSent }: AskedBeforeProps): VNode => {
  const { api } = useApp();
  const [replying, setReplying] = useState(false);
  const place = useRef<HTMLElement>(null);
  const { threadId, waitsDays, instructionsVersion } = thread;
  const path = { projectId, threadId };
  return (
    <article ref={place} tabIndex={-1} class="card stack tight">
      {heading && (
        <h4>
          <bdi>{heading}</bdi>
        </h4>
      )}
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
            onSent("");
            onThread(await api("replyInThread", { path, body: { wordId: id, ...said } }));
            setReplying(false);
            // The form that had the focus goes away.
            place.current?.focus();
            onSent(t("questions.replied"));
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
