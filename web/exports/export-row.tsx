import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { date, list, number, t } from "../i18n/t.ts";
import { sizeWords } from "../manage/files.tsx";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { Pill, type Tone } from "../parts/pill.tsx";

type Shown = ResponseOf<"listExports">["exports"][number];
type Files = ResponseOf<"getExport">["files"];

const TONES: Readonly<Record<Shown["state"], Tone>> = { queued: "sky", running: "sky", ready: "leaf", failed: "clay" };

export const ExportRow = ({ projectId, shown }: { readonly projectId: string; readonly shown: Shown }): VNode => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const [files, setFiles] = useState<Files | undefined>(undefined);
  const { exportId, state, asOfMs, formats, ontologyVersion, counts, manifestSha256, failure } = shown;
  const look = (): void =>
    void run(async () => {
      setFiles((await api("getExport", { path: { projectId, exportId } })).files);
    });
  return (
    <li class="card stack">
      <div class="row apart">
        <h2>{t("exports.asOf", { date: date(asOfMs, { dateStyle: "medium", timeStyle: "short" }) })}</h2>
        <Pill tone={TONES[state]}>{t(`exports.state.${state}`)}</Pill>
      </div>
      <p class="soft small">
        {list(formats.map((format) => t(`exports.format.${format}`)))} ·{" "}
        {t("manage.ontologyVersion", { version: ontologyVersion })}
      </p>
      {counts && <p class="small">{list(Object.entries(counts).map(([name, count]) => `${name} ${number(count)}`))}</p>}
      {failure && <p class="wrong">{failure}</p>}
      <ProblemNotice problem={problem} />
      {state === "ready" && !files && (
        <div class="row">
          <Button kind="primary" busy={busy} onClick={look}>
            {t("exports.download")}
          </Button>
        </div>
      )}
      {files && <FileTable files={files} />}
      {manifestSha256 && (
        <p class="small soft">
          {t("exports.manifest")} <span class="hash">{manifestSha256}</span>
        </p>
      )}
    </li>
  );
};

const FileTable = ({ files }: { readonly files: Files }): VNode => (
  <div class="scrolls">
    <table>
      <thead>
        <tr>
          <th scope="col">{t("exports.file")}</th>
          <th scope="col" class="number">
            {t("manage.item.size")}
          </th>
          <th scope="col">SHA-256</th>
        </tr>
      </thead>
      <tbody>
        {files.map((file) => (
          <tr key={file.name}>
            <td>
              <a href={file.url} download={file.name} rel="noreferrer">
                {file.name}
              </a>
            </td>
            <td class="number">{sizeWords(file.sizeBytes)}</td>
            <td class="hash">{file.sha256}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
