import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer } from "../../core/annotation.ts";
import { language } from "../i18n/language.ts";
import { t } from "../i18n/t.ts";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";
import { useArrival } from "../parts/page.tsx";
import { dismissToast, takeOffer, toast } from "../parts/toast.tsx";
import { type Command, commandOf, isTaken } from "./keys.ts";
import { marksOf } from "./marks.ts";
import { Dock } from "./panels/dock.tsx";
import { Drawn } from "./panels/drawn.tsx";
import { Head, type SheetName } from "./panels/head.tsx";
import { Labels } from "./panels/labels.tsx";
import { LateAsking } from "./panels/late-asking.tsx";
import { LateSheets } from "./panels/late-sheets.tsx";
import { NoItem } from "./panels/no-item.tsx";
import { Rail } from "./panels/rail.tsx";
import { useReading } from "./read-instructions.ts";
import { reasonOf } from "./reason-keys.ts";
import { runCommand } from "./run-command.ts";
import type { Given, SayAsked } from "./say/asked.ts";
import { LateSay } from "./say/late-say.tsx";
import { singleKeys } from "./single-keys.ts";
import { Stage } from "./stage/stage.tsx";
import type { Station } from "./station.ts";
import { type Entry, keyOf } from "./work/entries.ts";

/** The labelling screen: head, stage, labels, dock. One layout, moved about by width in annotate.css. */
export const Desk = ({ station, title }: { readonly station: Station; readonly title: string }): VNode => {
  const { work, editing } = station;
  const project = station.project.value;
  const entry = work.current.value;
  const ontology = entry?.ontology ?? project.ontology;
  const marks = marksOf(ontology.labels, language.value);
  const draws = ontology.tools.includes("box");
  const reading = useReading(project);
  const [sheet, drawSheet] = useState<SheetName | undefined>(reading.first ? "instructions" : undefined);
  /** The sheet that was asked for: keys heed it before it is drawn, for fingers are faster. */
  const asked = useRef(sheet);
  const setSheet = (name: SheetName | undefined): void => {
    asked.current = name;
    drawSheet(name);
  };
  const [say, setSay] = useState<SayAsked | undefined>(undefined);
  const [given, setGiven] = useState<Given | undefined>(undefined);
  const ask = (about: SayAsked): void => {
    setSay(about);
    setSheet("say");
  };
  const propose = (shown: Entry | undefined, kind?: "add"): void =>
    ask({ do: "propose", entry: shown, ...(kind && { kind }) });
  useArrival(title);

  const answer = (told: Answer): void => {
    const shown = work.current.value;
    if (!shown) return;
    setSheet(undefined);
    work.answer(told);
    // Before it leaves; nothing here waits for it.
    void station.notices().then((notices) => notices?.pass());
    setGiven({ entry: shown, answer: told });
    toast(
      t(SAID[told.kind]),
      () => void work.undoAnswer(keyOf(shown.item)),
      told.kind === "none_fit"
        ? { text: t("annotate.proposeLabel"), key: "P", act: () => propose(shown, "add") }
        : undefined,
    );
  };
  const run = (command: Command): void =>
    runCommand(command, station, {
      answer,
      open: setSheet,
      propose: (shown) => takeOffer() || propose(shown),
      lacksClass: () => toast(t("annotate.lacksClass")),
      marks,
    });

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const reason = reasonOf(asked.current, event);
      const isElsewhere =
        asked.current || isTaken(event.target, event.code) || document.querySelector("dialog[open]") !== null;
      const command = isElsewhere ? undefined : commandOf(event, singleKeys.value);
      if (reason || command) event.preventDefault();
      if (reason) answer(reason);
      else if (command) run(command);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  useEffect(() => dismissToast, []);

  const closeSheet = (): void => {
    if (sheet === "instructions") reading.done();
    setSheet(undefined);
  };
  // While the next packet is on its way everything keeps its place: what comes and goes under a thumb is pressed wrongly.
  const hasPlaces = entry !== undefined || work.phase.value.state === "asking";
  return (
    <div class={hasPlaces ? "desk" : "desk idle"}>
      <Head station={station} open={setSheet} propose={() => propose(entry)} />
      <main class="place" id="content" tabIndex={-1}>
        <span class="unseen" role="status">
          {entry ? t("annotate.next", { position: entry.position, total: entry.total }) : ""}
        </span>
        {entry ? <Stage station={station} entry={entry} marks={marks} open={setSheet} /> : <NoItem station={station} />}
      </main>
      {hasPlaces && (
        <>
          <Rail
            station={station}
            draws={draws}
            isPicture={(entry?.item.media.kind ?? project.media) === "image"}
            run={run}
            open={setSheet}
          />
          <aside class="side" aria-label={t("annotate.labels")}>
            <Labels editing={editing} marks={marks} tools={ontology.tools} open={setSheet} />
            {draws && <Drawn heading editing={editing} marks={marks} />}
            {station.tabs.elsewhere.value && (
              <Notice tone="ochre" alert>
                <p>{t("annotate.otherTab")}</p>
              </Notice>
            )}
            {reading.changed && (
              <Notice tone="ochre" title={t("annotate.instructions.changed")}>
                <p>{t("annotate.instructions.changedBody")}</p>
                <div class="row">
                  <Button onClick={() => setSheet("instructions")}>{t("annotate.instructions.read")}</Button>
                </div>
              </Notice>
            )}
          </aside>
          <Dock station={station} run={run} />
        </>
      )}
      <LateSheets
        sheet={sheet}
        station={station}
        marks={marks}
        tools={ontology.tools}
        answer={answer}
        open={setSheet}
        onLabel={(label) => ask({ do: "label", label })}
        close={closeSheet}
      />
      <LateAsking station={station} onSeen={reading.done} />
      <LateSay
        station={station}
        marks={marks}
        asked={sheet === "say" ? say : undefined}
        given={given}
        ask={ask}
        close={closeSheet}
        question={(label) => (
          <Button
            onClick={() => {
              setSheet(undefined);
              station.asking.value = { kind: "label", labelId: label };
            }}
          >
            {t("annotate.ask")}
          </Button>
        )}
      />
    </div>
  );
};

const SAID = {
  labelled: "annotate.given",
  none_fit: "annotate.givenNone",
  cant_tell: "annotate.givenCantTell",
  unusable: "annotate.givenUnusable",
} as const satisfies Record<Answer["kind"], Parameters<typeof t>[0]>;
