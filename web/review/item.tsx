import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { date, percent, t } from "../i18n/t.ts";
import type { ScreenProps } from "../lazy-screen.tsx";
import { sizeWords } from "../manage/files.tsx";
import { ProjectFrame, type ProjectShown } from "../manage/project-frame.tsx";
import { StatePill } from "../manage/state-pill.tsx";
import { type Loading, Show, useLoaded } from "../parts/loaded.tsx";
import { Notice } from "../parts/notice.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { answerWords, labelColour, labelName } from "./label-names.ts";
import { type DrawnBox, Picture } from "./picture.tsx";
import { Replacement } from "./replacement.tsx";
import { Settle } from "./settle.tsx";

export type ItemShown = ResponseOf<"getItem">;

const Item = ({ params }: ScreenProps): VNode => {
  const { api } = useApp();
  const path = { projectId: params["projectId"] ?? "", itemId: params["itemId"] ?? "" };
  const item = useLoaded(() => api("getItem", { path }), [path.projectId, path.itemId]);
  const name = item.now.state === "here" ? item.now.content.item.name : t("manage.item");
  return (
    <ProjectFrame projectId={path.projectId} title={name}>
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
  const [seen, setSeen] = useState("merged");
  const { labels } = project.ontology;
  const current = shown.answers.filter((one) => one.current && one.round === item.round);
  return (
    <div class="columns">
      <div class="stack">
        {shown.shown ? (
          <Picture shown={shown.shown} name={item.name} boxes={boxesOf(shown, seen, labels)} />
        ) : (
          <Notice tone="clay" title={t("manage.state.rejected")}>
            <p>{item.rejection ? rejectionWords(item.rejection) : t("manage.item.noPreview")}</p>
          </Notice>
        )}
        {current.length > 0 && (
          <fieldset class="choices row">
            <legend class="unseen">{t("manage.item.see")}</legend>
            {["merged", ...current.map((one) => one.letter)].map((one) => (
              <label key={one} class="chip">
                <input type="radio" name="seen" checked={seen === one} onChange={() => setSeen(one)} />
                {one === "merged" ? t("manage.item.merged") : t("manage.item.answerOf", { letter: one })}
              </label>
            ))}
          </fieldset>
        )}
      </div>
      <div class="stack">
        <section class="card stack">
          <div class="row apart">
            <h2>{t("manage.item.outcome")}</h2>
            <StatePill state={item.state} />
          </div>
          {item.consensus && (
            <p>
              {t("manage.item.agreement", { share: percent(item.consensus.agreement) })}
              {item.consensus.reviewed && ` · ${t("manage.item.reviewed")}`}
            </p>
          )}
          {shown.consensusValue && <p>{answerWords(labels, { kind: "labelled", value: shown.consensusValue })}</p>}
          <ul class="answers">
            {shown.answers.map((one) => (
              <li key={`${one.letter}${one.round}.${one.revision}`} class={one.current ? "" : "soft"}>
                <strong>{one.letter}</strong> {answerWords(labels, one.answer)}{" "}
                <span class="soft small">
                  {one.round !== item.round && t("manage.item.round", { round: one.round })}{" "}
                  {!one.current && t("manage.item.replaced")} {!one.counted && t("manage.item.notCounted")}
                </span>
              </li>
            ))}
          </ul>
          {shown.answers.length === 0 && <p class="soft">{t("manage.item.noAnswers")}</p>}
          {shown.reviews.map((review) => (
            <p key={review.atMs} class="small soft">
              {t("manage.item.settledOn", { date: date(review.atMs, { dateStyle: "medium", timeStyle: "short" }) })}
              {review.note && <q>{review.note}</q>}
            </p>
          ))}
        </section>
        {item.replacementWaits && <Replacement project={project} shown={shown} loading={loading} />}
        {item.state !== "rejected" && item.state !== "replaced" && (
          <Settle project={project} shown={shown} loading={loading} />
        )}
        <details class="card">
          <summary>{t("manage.item.source")}</summary>
          <dl class="facts">
            <dt>{t("manage.item.key")}</dt>
            <dd>{shown.source.line === undefined ? shown.source.key : `${shown.source.key} · ${shown.source.line}`}</dd>
            <dt>{t("manage.item.size")}</dt>
            <dd>{sizeWords(shown.source.sizeBytes)}</dd>
            <dt>SHA-256</dt>
            <dd class="hash">{shown.source.sha256}</dd>
            {item.duplicateOf && (
              <>
                <dt>{t("manage.item.duplicate")}</dt>
                <dd>
                  <a href={`/p/${project.projectId}/items/${item.duplicateOf}`}>{item.duplicateOf}</a>
                </dd>
              </>
            )}
          </dl>
        </details>
      </div>
    </div>
  );
};

export const rejectionWords = ({ code, message }: { readonly code: string; readonly message: string }): string => {
  const known = [
    "empty",
    "too_large",
    "not_this_media",
    "broken",
    "too_many_pixels",
    "bad_manifest_line",
    "not_found",
    "system_file",
  ] as const;
  const found = known.find((one) => one === code);
  return found ? t(`manage.rejected.${found}`) : message;
};

const boxesOf = (shown: ItemShown, seen: string, labels: ProjectShown["ontology"]["labels"]): readonly DrawnBox[] => {
  const drawn = (
    {
      id,
      label,
      x,
      y,
      width,
      height,
    }: { id: string; label: string; x: number; y: number; width: number; height: number },
    of: string,
    dashed: boolean,
  ): DrawnBox => ({
    id: `${of}-${id}`,
    x,
    y,
    width,
    height,
    dashed,
    colour: labelColour(labels, label),
    name: `${of} ${labelName(labels, label)}`.trim(),
  });
  if (seen === "merged" && shown.consensusValue?.shapes)
    return shown.consensusValue.shapes.map((one) => drawn(one, "", false));
  return shown.answers
    .filter((one) => one.current && one.round === shown.item.round && (seen === "merged" || one.letter === seen))
    .flatMap(({ letter, answer }) =>
      answer.kind === "labelled" ? (answer.value.shapes ?? []).map((one) => drawn(one, letter, true)) : [],
    );
};
