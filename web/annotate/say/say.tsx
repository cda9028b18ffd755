import type { ComponentChildren, VNode } from "preact";
import type { LabelId } from "../../../core/ids.ts";
import { useApp } from "../../app.ts";
import type { Mark } from "../marks.ts";
import type { Station } from "../station.ts";
import type { Given, SayAsked } from "./asked.ts";
import { LabelCard } from "./label-card.tsx";
import { ProposeSheet } from "./propose-sheet.tsx";
import "./say.css";
import { Seconding } from "./seconding.tsx";

export interface SayProps {
  readonly station: Station;
  readonly marks: readonly Mark[];
  /** What she asked to say or see. */
  readonly asked: SayAsked | undefined;
  /** Her newest answer on this page. */
  readonly given: Given | undefined;
  readonly ask: (asked: SayAsked) => void;
  readonly close: () => void;
  /** How a question about a label is asked, drawn on its card. */
  readonly question?: ((label: LabelId) => ComponentChildren) | undefined;
}

/** What people who label say about the labels: proposals, seconds, and all about a label. */
export const Say = ({ station, marks, asked, given, ask, close, question }: SayProps): VNode => {
  const signedIn = useApp().session.now.value;
  const personId = signedIn.state === "in" || signedIn.state === "expired" ? signedIn.who.personId : "";
  const entry = station.work.current.value;
  return (
    <>
      <Seconding station={station} personId={personId} given={given} />
      {asked?.do === "propose" && (
        <ProposeSheet station={station} personId={personId} marks={marks} asked={asked} onClose={close} />
      )}
      {asked?.do === "label" && (
        <LabelCard
          station={station}
          label={asked.label}
          onClose={close}
          onPropose={entry && (() => ask({ do: "propose", entry, label: asked.label }))}
          question={question}
        />
      )}
    </>
  );
};
