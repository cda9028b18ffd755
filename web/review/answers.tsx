import type { VNode } from "preact";
import { date, percent, t } from "../i18n/t.ts";
import { StatePill } from "../manage/state-pill.tsx";
import type { ItemViewProps } from "./item.tsx";
import { answerWords } from "./label-names.ts";

/** An empty value is an answer where it was agreed on; else it is only that nothing stands yet. */
const saysSomething = ({ classes = [], shapes = [] }: NonNullable<ItemViewProps["shown"]["consensusValue"]>): boolean =>
  classes.length + shapes.length > 0;

/** What came out, and every answer under it: by letters, for nobody here needs to know who it was. */
export const Answers = ({ project, shown }: Omit<ItemViewProps, "loading">): VNode => {
  const { item, answers, consensusValue, reviews } = shown;
  const { labels } = project.ontology;
  return (
    <section class="card stack">
      <div class="row apart">
        <h2>{t("manage.item.outcome")}</h2>
        <StatePill state={item.state} />
      </div>
      {consensusValue && (item.state === "agreed" || saysSomething(consensusValue)) && (
        <p>{answerWords(labels, { kind: "labelled", value: consensusValue })}</p>
      )}
      {item.consensus && (
        <p class="soft small">
          {item.consensus.reviewed
            ? t("manage.item.reviewed")
            : [
                t("manage.item.agreement", { share: percent(item.consensus.agreement) }),
                item.consensus.confidence !== undefined &&
                  t("manage.item.confidence", { share: percent(Math.min(item.consensus.confidence, 0.99)) }),
              ]
                .filter(Boolean)
                .join(" · ")}
        </p>
      )}
      {answers.length === 0 && <p class="soft">{t("manage.item.noAnswers")}</p>}
      <ul class="answer-list">
        {answers.map((one) => (
          <li key={`${one.letter}${one.round}.${one.revision}`} class={one.current ? undefined : "soft"}>
            <strong>{one.letter}</strong> {answerWords(labels, one.answer)}{" "}
            <span class="soft small">
              {one.round !== item.round && t("manage.item.round", { round: one.round })}{" "}
              {!one.current && t("manage.item.replaced")} {!one.counted && t("manage.item.notCounted")}
            </span>
          </li>
        ))}
      </ul>
      {reviews.map((review) => (
        <p key={review.atMs} class="small soft">
          {t("manage.item.settledOn", { date: date(review.atMs, { dateStyle: "medium", timeStyle: "short" }) })}{" "}
          {review.note && <q>{review.note}</q>}
        </p>
      ))}
    </section>
  );
};
