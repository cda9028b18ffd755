import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { inLanguage } from "../../core/localized.ts";
import { useApp } from "../app.ts";
import { language } from "../i18n/language.ts";
import { t } from "../i18n/t.ts";
import { lazyScreen, type ScreenProps } from "../lazy-screen.tsx";
import { Button } from "../parts/button.tsx";
import { Empty } from "../parts/empty.tsx";
import { wordsFor } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { asProblem, type Problem } from "../problem.ts";
import "./desk.css";
import { Desk } from "./desk.tsx";
import "./panels/lists.css";
import "./panels/panels.css";
import { readSingleKeys } from "./single-keys.ts";
import "./stage/stage.css";
import { openStation, type Station } from "./station.ts";
// Last: it moves what the others laid out.
import "./wide.css";

type Opening =
  | { readonly state: "opening" }
  | { readonly state: "open"; readonly station: Station }
  | { readonly state: "failed"; readonly problem: Problem };

/** Told by the same words as on every other screen of a project. */
const NotAnnotator = lazyScreen(() => import("../manage/not-annotator.tsx"), ["manage"]);
const isNotHers = ({ code }: Problem): boolean => code === "not-allowed" || code === "not-found";

/** Labelling in one project: opens the station (memory, outbox, work), and closes it when she goes elsewhere. */
const Annotate = ({ params, query }: ScreenProps): VNode => {
  const app = useApp();
  const projectId = params["projectId"] ?? "";
  const signedIn = app.session.now.value;
  const personId = signedIn.state === "in" || signedIn.state === "expired" ? signedIn.who.personId : "";
  const [opening, setOpening] = useState<Opening>({ state: "opening" });
  const [tries, setTries] = useState(0);

  useEffect(() => {
    let left = false;
    let station: Station | undefined;
    readSingleKeys(localStorage);
    openStation(app, personId, projectId).then(
      (opened) => {
        station = opened;
        if (left) opened.close();
        else setOpening({ state: "open", station: opened });
      },
      (thrown: unknown) => !left && setOpening({ state: "failed", problem: asProblem(thrown) }),
    );
    return () => {
      left = true;
      station?.close();
    };
  }, [app, personId, projectId, tries]);

  if (opening.state === "failed") {
    if (isNotHers(opening.problem)) return <NotAnnotator params={params} query={query} />;
    return (
      <Page title={t("home.label")} narrow>
        <Empty title={t("problem.title")} body={wordsFor(opening.problem)}>
          <Button kind="primary" onClick={() => setTries(tries + 1)}>
            {t("app.again")}
          </Button>
          <a class="button" href="/">
            {t("app.home")}
          </a>
        </Empty>
      </Page>
    );
  }
  if (opening.state === "opening") return <Opened />;
  return <Desk station={opening.station} title={inLanguage(opening.station.project.value.title, language.value)} />;
};

export default Annotate;

/** The places of the desk, empty: nothing jumps when the item comes. */
const Opened = (): VNode => (
  <div class="desk" aria-busy="true">
    <div class="head" />
    <main class="place" id="content" />
    <div class="labels" />
    <div class="dock" />
  </div>
);
