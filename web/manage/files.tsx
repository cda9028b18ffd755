import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { type App, useApp } from "../app.ts";
import { percent, t } from "../i18n/t.ts";
import type { ScreenProps } from "../lazy-screen.tsx";
import { Button } from "../parts/button.tsx";
import { Meter } from "../parts/meter.tsx";
import { Notice, wordsFor } from "../parts/notice.tsx";
import { Pill } from "../parts/pill.tsx";
import { ProjectFrame } from "./project-frame.tsx";
import { HeldUp } from "./proposals/holding.tsx";
import { sizeWords } from "./size-words.ts";
import { filesOfDrop, filesOfInput } from "./upload/dropped.ts";
import { stayWhile } from "./upload/stay.ts";
import { UnfinishedList } from "./upload/unfinished-list.tsx";
import { makeUploads, type Upload, type Uploads, uploadsOf } from "./upload/uploads.ts";

/** Rows drawn at most; the rest is counted. Ten thousand files must not slow the page that sends them. */
const SHOWN_MAX = 200;
/** Of what could not be read; the count says how many there are. */
const NAMED_MAX = 5;

/** For the life of the page: it sends on while other screens are looked at. */
const makeFor = (projectId: string, { api }: App): Uploads => {
  const uploads = makeUploads(projectId, {
    api,
    place: {
      keys: () => Object.keys(localStorage),
      read: (key) => localStorage.getItem(key),
      write: (key, text) => (text === null ? localStorage.removeItem(key) : localStorage.setItem(key, text)),
    },
    wait: (ms) => new Promise((done) => setTimeout(done, ms)),
  });
  stayWhile(uploads.isUnsent, window);
  return uploads;
};

const Files = ({ params }: ScreenProps): VNode => {
  const app = useApp();
  const projectId = params["projectId"] ?? "";
  const uploads = uploadsOf(projectId, () => makeFor(projectId, app));
  return (
    <ProjectFrame
      projectId={projectId}
      place="files"
      title={t("manage.files.title")}
      about={(project) => t(`manage.files.about.${project.media}`)}
    >
      {(project) => (
        <>
          <HeldUp project={project} isRefused={uploads.list.value.some(isHeldUp)} />
          <DropPlace uploads={uploads} />
          {uploads.unfinished.value.length > 0 && <UnfinishedList uploads={uploads} shownMax={SHOWN_MAX} />}
          {uploads.list.value.length > 0 && <UploadList projectId={projectId} uploads={uploads} />}
        </>
      )}
    </ProjectFrame>
  );
};

export default Files;

/** The one thing that a new file can be in conflict with is a proposal that waits for an answer. */
const isHeldUp = ({ problem }: Upload): boolean => problem?.code === "conflict";

const DropPlace = ({ uploads }: { readonly uploads: Uploads }): VNode => {
  const [over, setOver] = useState(false);
  const [unread, setUnread] = useState<readonly string[]>([]);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement): void => {
    uploads.add(filesOfInput([...(input.files ?? [])]));
    input.value = "";
  };
  const drop = async (transfer: DataTransfer): Promise<void> => {
    const found = await filesOfDrop(transfer);
    setUnread(found.unread);
    uploads.add(found.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; the two buttons in it do the same.
    <section
      class={over ? "card drop over" : "card drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (event.dataTransfer) void drop(event.dataTransfer);
      }}
    >
      <p>{t("manage.files.drop")}</p>
      <div class="row">
        <Button kind="primary" onClick={() => files.current?.click()}>
          {t("manage.files.choose")}
        </Button>
        <Button onClick={() => folder.current?.click()}>{t("manage.files.folder")}</Button>
      </div>
      <input ref={files} hidden type="file" multiple onChange={(event) => take(event.currentTarget)} />
      <input
        ref={(element) => {
          folder.current = element;
          element?.setAttribute("webkitdirectory", "");
        }}
        hidden
        type="file"
        onChange={(event) => take(event.currentTarget)}
      />
      <p class="soft small">{t("manage.files.manifest")}</p>
      {unread.length > 0 && (
        <Notice tone="clay" alert>
          <p>{t("manage.files.unread", { count: unread.length, names: unread.slice(0, NAMED_MAX).join(", ") })}</p>
        </Notice>
      )}
    </section>
  );
};

const UploadList = ({ projectId, uploads }: { readonly projectId: string; readonly uploads: Uploads }): VNode => {
  const all = uploads.list.value;
  const of = (state: Upload["state"]): readonly Upload[] => all.filter((one) => one.state === state);
  const bytes = all.reduce((sum, one) => sum + one.file.size, 0);
  const sent = all.reduce((sum, one) => sum + (one.state === "done" ? one.file.size : one.sentBytes), 0);
  const done = of("done").length;
  const failed = of("failed");
  const share = bytes === 0 ? done / all.length : sent / bytes;
  const ordered = [...failed, ...of("sending"), ...of("waiting"), ...of("done")];
  return (
    <section class="card stack">
      <div class="row apart">
        <h2>{t("manage.files.progress", { done, total: all.length })}</h2>
        <div class="row">
          {failed.length > 0 && (
            <Button onClick={uploads.retry}>{t("manage.files.retry", { count: failed.length })}</Button>
          )}
          {done < all.length && failed.length + done < all.length && (
            <Button onClick={uploads.paused.value ? uploads.goOn : uploads.pause}>
              {t(uploads.paused.value ? "manage.files.goOn" : "manage.files.pause")}
            </Button>
          )}
          {done > 0 && (
            <Button kind="quiet" onClick={uploads.clearDone}>
              {t("manage.files.clear")}
            </Button>
          )}
        </div>
      </div>
      <Meter share={share} label={t("manage.files.share", { share: percent(share) })} />
      <p class="unseen" role="status">
        {done === all.length ? t("manage.files.allDone", { count: done }) : ""}
      </p>
      <ul class="uploads">
        {ordered.slice(0, SHOWN_MAX).map((upload) => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
      </ul>
      {ordered.length > SHOWN_MAX && (
        <p class="soft small">{t("manage.files.more", { count: ordered.length - SHOWN_MAX })}</p>
      )}
      {done === all.length && (
        <div class="row">
          <a class="button primary" href={`/p/${projectId}/items`}>
            {t("manage.files.see")}
          </a>
        </div>
      )}
    </section>
  );
};

const UploadRow = ({ upload }: { readonly upload: Upload }): VNode => {
  const { note, file, state, sentBytes, problem } = upload;
  return (
    <li>
      <span class="file-name">{note.name}</span>
      <span class="soft small number">{sizeWords(file.size)}</span>
      {state === "sending" ? (
        <Meter share={file.size === 0 ? 0 : sentBytes / file.size} label={note.name} />
      ) : (
        <Pill {...(state === "done" ? { tone: "leaf" as const } : state === "failed" ? { tone: "clay" as const } : {})}>
          {t(`manage.files.state.${state}`)}
        </Pill>
      )}
      {problem && <span class="wrong small">{isHeldUp(upload) ? t("manage.files.held") : wordsFor(problem)}</span>}
    </li>
  );
};
