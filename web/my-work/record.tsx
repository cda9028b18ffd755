import type { VNode } from "preact";
import { inLanguage } from "../../core/localized.ts";
import type { RecordedProject } from "../../core/my-work/work-record.ts";
import { useApp } from "../app.ts";
import { language } from "../i18n/language.ts";
import { money, number, t } from "../i18n/t.ts";
import { Button } from "../parts/button.tsx";
import { Show, useLoaded } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { dayWords, spanWords } from "./day-words.ts";
import { recordIn, saveRecord } from "./record-file.ts";
import "./my-work.css";

/** Her record: to read, to print, to take along as a file. */
const RecordScreen = (): VNode => {
  const { api } = useApp();
  const signed = useLoaded(() => api("myRecord", {}));
  const jws = signed.now.state === "here" ? signed.now.content.jws : undefined;
  return (
    <Page
      title={t("mine.record.title")}
      about={<span class="unprinted">{t("mine.record.about")}</span>}
      actions={
        jws && (
          <>
            <Button onClick={() => saveRecord({ record: recordIn(jws), jws })}>{t("mine.record.save")}</Button>
            <Button kind="primary" onClick={() => print()}>
              {t("mine.record.print")}
            </Button>
          </>
        )
      }
    >
      <Show of={signed} skeleton={<Skeleton height={300} />}>
        {(found) => <Paper jws={found.jws} />}
      </Show>
    </Page>
  );
};

export default RecordScreen;

const Paper = ({ jws }: { readonly jws: string }): VNode => {
  const { name, issuedOn, projects } = recordIn(jws);
  return (
    <article class="card stack paper">
      <p>{t("mine.record.of", { name, date: dayWords(issuedOn) })}</p>
      {projects.length === 0 && <p class="soft">{t("mine.record.none")}</p>}
      {projects.map((project) => (
        <Recorded key={`${project.firstDay} ${JSON.stringify(project.title)}`} project={project} />
      ))}
      <div class="stack tight">
        <p class="small">{t("mine.record.verify")}</p>
        <p class="hash">
          npm run -s labelloop -- verify labelloop-record-{issuedOn}.json --site {location.origin}
        </p>
        <p class="small">{t("mine.record.signature")}</p>
        <p class="hash">{jws.split(".")[2]}</p>
      </div>
    </article>
  );
};

const Recorded = ({ project }: { readonly project: RecordedProject }): VNode => {
  const { title, askedBy, purpose, firstDay, lastDay, answers, pay, accepted, credit } = project;
  return (
    <section class="stack tight">
      <h2>{inLanguage(title, language.value)}</h2>
      <p class="soft">{t("mine.became.askedBy", { askedBy })}</p>
      <dl class="facts">
        <dt>{t("mine.became.purpose")}</dt>
        <dd>{inLanguage(purpose, language.value)}</dd>
        <dt>{t("mine.record.when")}</dt>
        <dd>{spanWords(firstDay, lastDay)}</dd>
        <dt>{t("mine.record.answers")}</dt>
        <dd>{number(answers)}</dd>
        {pay.map(({ currency, earnedMicros, paidMicros }) => [
          <dt key={`${currency} term`}>{t("mine.record.paid")}</dt>,
          <dd key={currency}>
            {t("mine.record.paidOut", { earned: money(earnedMicros, currency), paid: money(paidMicros, currency) })}
          </dd>,
        ])}
        {accepted.length > 0 && <dt>{t("mine.record.accepted")}</dt>}
        {accepted.map(({ kind, names, version, day }) => (
          <dd key={`${day} ${kind} ${version}`}>
            {dayWords(day)}: {t(`mine.kind.${kind}`)} {names && <q>{inLanguage(names, language.value)}</q>}
          </dd>
        ))}
        {credit && <dt>{t("mine.record.credit")}</dt>}
        {credit && <dd>{credit}</dd>}
      </dl>
    </section>
  );
};
