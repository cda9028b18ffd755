import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../app.ts";
import { language } from "../i18n/language.ts";
import { date, t } from "../i18n/t.ts";
import { Empty } from "../parts/empty.tsx";
import { Show, useLoaded } from "../parts/loaded.tsx";
import { Notice, wordsFor } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { Became } from "./became.tsx";
import { Done } from "./done.tsx";
import { keepPage } from "./keep-page.ts";
import { keepWork, keptWork, type MyWork } from "./kept-work.ts";
import { Pay } from "./pay.tsx";
import "./my-work.css";

/** What she labelled, what it pays and what became of it; without a network as it was when it was last seen. */
const MyWorkScreen = (): VNode => {
  const { api, session } = useApp();
  const now = session.now.value;
  const personId = "who" in now ? now.who.personId : "";
  const [kept] = useState(() => keptWork(localStorage, personId));
  const work = useLoaded(async () => {
    const fresh = await api("myWork", { query: { language: language.value } });
    keepWork(localStorage, personId, fresh);
    // A device that keeps no files shows this page with a network only, like every other.
    void keepPage().catch(() => undefined);
    return fresh;
  }, [language.value]);
  const { again } = work;
  useEffect(() => {
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, [again]);

  const isKept = work.now.state !== "here";
  const problem = work.now.state === "waiting" ? undefined : work.now.problem;
  return (
    <Page title={t("mine.title")} about={work.now.state === "here" && asOf(work.now.content)}>
      {kept && isKept ? (
        <>
          <Notice tone="sky">
            <p role="status">
              {problem && `${wordsFor(problem)} `}
              {t("mine.asOf.kept", { date: date(kept.asOfMs, { dateStyle: "medium", timeStyle: "short" }) })}
            </p>
          </Notice>
          <Shown work={kept} />
        </>
      ) : (
        <Show of={work} skeleton={<Skeleton height={140} count={3} />}>
          {(fresh) => <Shown work={fresh} />}
        </Show>
      )}
    </Page>
  );
};

export default MyWorkScreen;

const asOf = ({ asOfMs }: MyWork): string =>
  t("mine.asOf", { date: date(asOfMs, { dateStyle: "medium", timeStyle: "short" }) });

/** Where she may label and has not yet, nothing became of anything. */
const hasWork = ({ answers, became }: MyWork["projects"][number]): boolean =>
  answers > 0 || (became?.proposalCount ?? 0) > 0 || (became?.secondedCount ?? 0) > 0;

const Shown = ({ work }: { readonly work: MyWork }): VNode =>
  work.accounts.length === 0 && !work.projects.some(hasWork) ? (
    <Empty title={t("mine.empty.title")} body={t("mine.empty.body")}>
      <a class="button primary" href="/">
        {t("home.title")}
      </a>
    </Empty>
  ) : (
    <div class="stack">
      <Pay work={work} />
      <Done work={work} />
      <Became projects={work.projects.filter(hasWork)} />
      <section class="card row apart">
        <div class="stack tight">
          <h2>{t("mine.record")}</h2>
          <p class="soft">{t("mine.record.about")}</p>
        </div>
        <a class="button" href="/my-record">
          {t("mine.record.go")}
        </a>
      </section>
    </div>
  );
