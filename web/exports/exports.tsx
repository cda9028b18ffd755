import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { BodyOf, ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { date, list, t } from "../i18n/t.ts";
import type { ScreenProps } from "../lazy-screen.tsx";
import { ProjectFrame } from "../manage/project-frame.tsx";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { Empty } from "../parts/empty.tsx";
import { Show, useLoaded } from "../parts/loaded.tsx";
import { useLookAgain } from "../parts/look-again.ts";
import { ProblemNotice } from "../parts/notice.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { ExportRow } from "./export-row.tsx";

type Format = BodyOf<"startExport">["formats"][number];
const FORMATS: readonly Format[] = ["jsonl", "coco", "csv"];
const LOOK_AGAIN_MS = 2_000;

const Exports = ({ params }: ScreenProps): VNode => {
  const projectId = params["projectId"] ?? "";
  return (
    <ProjectFrame projectId={projectId} place="exports" title={t("manage.exports")} about={() => t("exports.about")}>
      {() => <Content projectId={projectId} />}
    </ProjectFrame>
  );
};

export default Exports;

const Content = ({ projectId }: { readonly projectId: string }): VNode => {
  const { api } = useApp();
  const all = useLoaded(() => api("listExports", { path: { projectId } }), [projectId]);
  const busy = all.now.state === "here" && all.now.content.exports.some(isUnderWay);
  useLookAgain(all.again, LOOK_AGAIN_MS, busy);
  return (
    <>
      <NewExport projectId={projectId} onMade={all.again} />
      <Show of={all} skeleton={<Skeleton height={90} count={2} />}>
        {({ exports }) =>
          exports.length === 0 ? (
            <Empty title={t("exports.none")} body={t("exports.noneBody")} />
          ) : (
            <ul class="exports">
              {exports.map((one) => (
                <ExportRow key={one.exportId} projectId={projectId} shown={one} newest={one === exports[0]} />
              ))}
            </ul>
          )
        }
      </Show>
    </>
  );
};

const isUnderWay = ({ state }: ResponseOf<"listExports">["exports"][number]): boolean =>
  state === "queued" || state === "running";

const NewExport = ({ projectId, onMade }: { readonly projectId: string; readonly onMade: () => void }): VNode => {
  const { api, now } = useApp();
  const { busy, problem, run } = useAction();
  const [formats, setFormats] = useState<readonly Format[]>(FORMATS);
  return (
    <section class="card stack">
      <h2>{t("exports.new")}</h2>
      <fieldset class="choices">
        <legend>{t("exports.formats")}</legend>
        {FORMATS.map((format) => (
          <label key={format}>
            <input
              type="checkbox"
              checked={formats.includes(format)}
              onChange={({ currentTarget }) =>
                setFormats(FORMATS.filter((one) => (one === format ? currentTarget.checked : formats.includes(one))))
              }
            />
            {t(`exports.format.${format}`)}
          </label>
        ))}
      </fieldset>
      <p class="soft small">
        {t("exports.hint", {
          time: date(now(), { timeStyle: "short" }),
          formats: list(formats.map((format) => format.toUpperCase())),
        })}
      </p>
      <ProblemNotice problem={problem} />
      <div class="row end">
        <Button
          kind="primary"
          busy={busy}
          disabled={formats.length === 0}
          onClick={() =>
            run(async () => {
              await api("startExport", { path: { projectId }, body: { formats: [...formats] } });
              onMade();
            })
          }
        >
          {t("exports.go")}
        </Button>
      </div>
    </section>
  );
};
