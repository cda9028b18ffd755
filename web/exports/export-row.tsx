import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { date, list, t } from "../i18n/t.ts";
import { sizeWords } from "../manage/size-words.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { Pill, type Tone } from "../parts/pill.tsx";
import { countWords } from "./count-words.ts";

type Shown = ResponseOf<"listExports">["exports"][number];
type Files = ResponseOf<"getExport">["files"];

interface ExportRowProps {
  readonly projectId: string;
  readonly shown: Shown;
  /** The newest shows its files at once; older ones when asked. */
  readonly newest: boolean;
}

const TONES: Readonly<Record<Shown["state"], Tone>> = { queued: "sky", running: "sky", ready: "leaf", failed: "clay" };
/** Addresses of files hold for a while only: fresh ones are fetched before the old run out. */
const FRESH_MS = 4 * 60_000;

export const ExportRow = ({ projectId, shown, newest }: ExportRowProps): VNode => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const [wanted, setWanted] = useState(newest);
  const [files, setFiles] = useState<Files | undefined>(undefined);
  const { exportId, state, asOfMs, formats, ontologyVersion, counts, manifestSha256, failure } = shown;
  useEffect(() => {
    if (state !== "ready" || !wanted) return undefined;
    const look = (): void =>
      void run(async () => setFiles((await api("getExport", { path: { projectId, exportId } })).files));
    look();
    const timer = setInterval(look, FRESH_MS);
    return () => clearInterval(timer);
  }, [state, wanted]);
  return (
    <li class="card stack">
      <div class="row apart">
        <h2>{t("exports.asOf", { date: date(asOfMs, { dateStyle: "medium", timeStyle: "short" }) })}</h2>
        <Pill tone={TONES[state]}>{t(`exports.state.${state}`)}</Pill>
      </div>
      <div class="stack tight">
        <p>{list(formats.map((format) => t(`exports.format.${format}`)))}</p>
        <p class="soft small">
          {[t("manage.ontologyVersion", { version: ontologyVersion }), ...(counts ? countWords(counts) : [])].join(
            " · ",
          )}
        </p>
      </div>
      {(state === "queued" || state === "running") && <p class="soft">{t("exports.soon")}</p>}
      {state === "failed" && <p class="wrong">{t("exports.failed", { reason: failure ?? "" })}</p>}
      <ProblemNotice problem={problem} />
      {state === "ready" && !files && (
        <div class="row">
          <Button busy={busy} onClick={() => setWanted(true)}>
            {t("exports.download")}
          </Button>
        </div>
      )}
      {files && <FileList files={files} />}
      {manifestSha256 && (
        <p class="small soft">
          {t("exports.manifest")} <span class="hash">{manifestSha256}</span>
        </p>
      )}
    </li>
  );
};

const FileList = ({ files }: { readonly files: Files }): VNode => (
  <ul class="files" aria-label={t("exports.files")}>
    {files.map(({ name, url, sizeBytes, sha256 }) => (
      <li key={name}>
        <a href={url} download={name}>
          {name}
        </a>
        <span class="number small">{sizeWords(sizeBytes)}</span>
        <span class="hash soft">
          <span class="unseen">SHA-256 </span>
          {sha256}
        </span>
      </li>
    ))}
  </ul>
);
