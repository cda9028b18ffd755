import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { spelledOut } from "../../core/unseen-marks.ts";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import type { ScreenProps } from "../lazy-screen.tsx";
import { ProjectFrame, type ProjectShown } from "../manage/project-frame.tsx";
import { rejectionWords } from "../manage/rejection-words.ts";
import { sizeWords } from "../manage/size-words.ts";
import { type Loading, Show, useLoaded } from "../parts/loaded.tsx";
import { Notice } from "../parts/notice.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { Answers } from "./answers.tsx";
import { boxesOf, type Seen } from "./boxes.ts";
import { Gold } from "./gold.tsx";
import { Picture } from "./picture.tsx";
import { Replacement } from "./replacement.tsx";
import { Settle } from "./settle.tsx";
import { Turn } from "./turn.tsx";
import { Why } from "./why.tsx";

export type ItemShown = ResponseOf<"getItem">;

const Item = ({ params }: ScreenProps): VNode => {
  const { api } = useApp();
  const path = { projectId: params["projectId"] ?? "", itemId: params["itemId"] ?? "" };
  const item = useLoaded(() => api("getItem", { path }), [path.projectId, path.itemId]);
  const found = item.now.state === "here" ? item.now.content.item : undefined;
  const wasContested = found?.state === "contested" || found?.consensus?.reviewed === true;
  return (
    <ProjectFrame
      projectId={path.projectId}
      place="items"
      title={found ? spelledOut(found.name) : t("manage.item")}
      actions={() => (
        <a class="button" href={`/p/${path.projectId}/${wasContested ? "review" : "items"}`}>
          {t(wasContested ? "manage.item.toReview" : "manage.item.toItems")}
        </a>
      )}
    >
      {(project) => (
        <Show of={item} skeleton={<Skeleton height={420} />}>
          {(shown) => <ItemView project={project} shown={shown} loading={item} />}
        </Show>
      )}
    </ProjectFrame>
  );
};

export default Item;

export interface ItemViewProps {
  readonly project: ProjectShown;
  readonly shown: ItemShown;
  readonly loading: Loading<ItemShown>;
}

/** The picture with what was said about it: all answers, one of them, or what they were merged to. */
const ItemView = ({ project, shown, loading }: ItemViewProps): VNode => {
  const { item } = shown;
  const [seen, setSeen] = useState<Seen>("merged");
  const current = shown.answers.filter((one) => one.current && one.round === item.round);
  const draws = project.ontology.tools.includes("box");
  return (
    <div class="columns">
      <div class="stack">
        {shown.shown ? (
          <Picture shown={shown.shown} name={item.name} boxes={boxesOf(shown, seen, project.ontology)} />
        ) : (
          <Notice tone="clay" title={t("manage.state.rejected")}>
            <p>{item.rejection ? rejectionWords(item.rejection) : t("manage.item.noPreview")}</p>
          </Notice>
        )}
        {draws && current.length > 0 && (
          <fieldset class="choices row">
            <legend class="unseen">{t("manage.item.see")}</legend>
            {["merged", ...current.map((one) => one.letter)].map((one) => (
              <label key={one} class="choice">
                <input type="radio" name="seen" checked={seen === one} onChange={() => setSeen(one)} />
                {one === "merged" ? t("manage.item.merged") : t("manage.item.answerOf", { letter: one })}
              </label>
            ))}
          </fieldset>
        )}
      </div>
      <div class="stack">
        {item.state !== "rejected" && <Answers project={project} shown={shown} />}
        <Why project={project} shown={shown} />
        {item.replacementWaits && <Replacement project={project} shown={shown} loading={loading} />}
        {item.state !== "rejected" && item.state !== "replaced" && (
          <Settle
            key={`${item.round} ${item.state}`}
            project={project}
            shown={shown}
            loading={loading}
            onLook={(letter) => setSeen(letter ?? "merged")}
          />
        )}
        {item.state === "open" && project.state !== "closed" && project.roles.includes("vendor") && (
          <Turn key={item.priority} project={project} shown={shown} loading={loading} />
        )}
        {shown.gold && <Gold project={project} shown={shown} loading={loading} gold={shown.gold} />}
        <Source project={project} shown={shown} />
      </div>
    </div>
  );
};

const Source = ({ project, shown: { source, item } }: Omit<ItemViewProps, "loading">): VNode => (
  <details class="card" open={item.state === "rejected"}>
    <summary>{t("manage.item.source")}</summary>
    <dl class="facts">
      <dt>{t("manage.item.key")}</dt>
      <dd class="hash">{source.line === undefined ? source.key : `${source.key} · ${source.line}`}</dd>
      <dt>{t("manage.item.size")}</dt>
      <dd>{sizeWords(source.sizeBytes)}</dd>
      <dt>SHA-256</dt>
      <dd class="hash">{source.sha256}</dd>
      {item.duplicateOf && (
        <>
          <dt>{t("manage.item.duplicate")}</dt>
          <dd>
            <a href={`/p/${project.projectId}/items/${item.duplicateOf}`}>{t("manage.item.other")}</a>
          </dd>
        </>
      )}
    </dl>
  </details>
);
