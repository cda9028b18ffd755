import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../app.ts";
import { changeLanguage } from "../i18n/catalogue.ts";
import { isChosen, keepProfileLanguage, language } from "../i18n/language.ts";
import { t } from "../i18n/t.ts";
import { Empty } from "../parts/empty.tsx";
import { Show, useLoaded } from "../parts/loaded.tsx";
import { Notice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { ProjectCard } from "./project-card.tsx";

/** Where everybody lands: her projects, each with the one thing that her role does there. */
const Home = (): VNode => {
  const { api } = useApp();
  const me = useLoaded(() => api("me", {}));
  const person = me.now.state === "here" ? me.now.content.person : undefined;
  const labels = me.now.state === "here" && me.now.content.projects.some(({ roles }) => roles.includes("annotator"));
  const mayCreate = person?.groups.includes("vendor") ?? false;
  const mayInviteVendors = person?.groups.includes("operator") ?? false;

  // Her own language goes before the browser's, and is kept: the next screen must not fall back.
  useEffect(() => {
    if (!person || isChosen(localStorage)) return;
    keepProfileLanguage(localStorage, person.language);
    if (person.language !== language.value) void changeLanguage(person.language);
  }, [person]);

  const unsent = useLeftovers();
  return (
    <Page
      title={t("home.title")}
      about={person && t("home.hello", { name: person.name })}
      actions={
        <>
          {labels && (
            <a class="button" href="/my-work">
              {t("app.myWork")}
            </a>
          )}
          {mayCreate && (
            <a class="button primary" href="/new">
              {t("home.create")}
            </a>
          )}
        </>
      }
    >
      {unsent > 0 && (
        <Notice tone="ochre">
          <p>{t("home.unsent", { count: unsent })}</p>
        </Notice>
      )}
      {mayInviteVendors && (
        <section class="card row apart">
          <div class="stack tight">
            <h2>{t("home.vendors.title")}</h2>
            <p class="soft">{t("home.vendors.body")}</p>
          </div>
          <a class={mayCreate ? "button" : "button primary"} href="/vendors">
            {t("home.vendors.go")}
          </a>
        </section>
      )}
      <Show of={me} skeleton={<Skeleton height={150} count={2} />}>
        {({ projects }) =>
          projects.length === 0 && mayInviteVendors && !mayCreate ? null : projects.length === 0 ? (
            <Empty title={t("home.empty.title")} body={t(mayCreate ? "home.empty.vendor" : "home.empty.body")} />
          ) : (
            <ul class="cards">
              {projects.map((project) => (
                <ProjectCard key={project.projectId} project={project} />
              ))}
            </ul>
          )
        }
      </Show>
    </Page>
  );
};

export default Home;

/** How many answers of hers could not leave this device yet, after trying. Comes late: nothing waits for it. */
const useLeftovers = (): number => {
  const app = useApp();
  const [unsent, setUnsent] = useState(0);
  useEffect(() => {
    const now = app.session.now.peek();
    if (now.state !== "in") return undefined;
    const { personId } = now.who;
    const send = (): void =>
      void import("../annotate/outbox/leftovers.ts")
        .then(({ sendLeftovers }) => sendLeftovers(app, personId))
        // A device that keeps nothing has nothing left over.
        .then(setUnsent, () => undefined);
    send();
    addEventListener("online", send);
    return () => removeEventListener("online", send);
  }, [app]);
  return unsent;
};
