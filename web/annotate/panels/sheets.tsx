import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Answer } from "../../../core/annotation.ts";
import type { LabelId } from "../../../core/ids.ts";
import type { Tool } from "../../../core/ontology.ts";
import { needAreas } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/t.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { toast } from "../../parts/toast.tsx";
import type { Mark } from "../marks.ts";
import type { Station } from "../station.ts";
import { AnswersSheet } from "./answers-sheet.tsx";
import { Drawn } from "./drawn.tsx";
import type { SheetName } from "./head.tsx";
import { InstructionsSheet } from "./instructions-sheet.tsx";
import { MeaningsSheet } from "./meanings.tsx";
import type { MoreSheets } from "./more-sheets.tsx";
import { CantTellSheet, UnusableSheet } from "./reasons.tsx";

export interface SheetsProps {
  readonly sheet: SheetName | undefined;
  readonly station: Station;
  readonly marks: readonly Mark[];
  readonly tools: readonly Tool[];
  readonly answer: (answer: Answer) => void;
  readonly open: (sheet: SheetName) => void;
  /** Asks for all about a label. */
  readonly onLabel: (label: LabelId) => void;
  readonly close: () => void;
}

/** The one dialog that is open, if any. */
export const Sheets = (props: SheetsProps): VNode | null => {
  const { sheet, station, marks, answer, open, onLabel, close } = props;
  const project = station.project.value;
  switch (sheet) {
    case "cant-tell":
      return <CantTellSheet onAnswer={answer} onClose={close} onUnusable={() => open("unusable")} />;
    case "unusable":
      return <UnusableSheet onAnswer={answer} onClose={close} />;
    case "keys":
    case "earlier":
      return <LateMore {...props} />;
    case "instructions":
      return (
        <InstructionsSheet
          project={project}
          marks={marks}
          onLabel={onLabel}
          onAsk={() => {
            close();
            station.asking.value = { kind: "instructions" };
          }}
          onClose={close}
        />
      );
    case "meanings":
      return <MeaningsSheet marks={marks} onLabel={onLabel} onClose={close} />;
    case "answers":
      return <AnswersSheet station={station} marks={marks} onClose={close} onEarlier={() => open("earlier")} />;
    case "drawn":
      return (
        <Dialog sheet title={t("annotate.drawn")} onClose={close}>
          <Drawn heading={false} editing={station.editing} marks={marks} />
        </Dialog>
      );
    default:
      return null;
  }
};

/** Fetched when one of them is asked for. */
const LateMore = (props: SheetsProps): VNode | null => {
  const [More, setMore] = useState<typeof MoreSheets | undefined>(undefined);
  useEffect(() => {
    Promise.all([import("./more-sheets.tsx"), needAreas(["more"])]).then(
      ([{ MoreSheets: arrived }]) => setMore(() => arrived),
      () => {
        toast(t("problem.offline"));
        props.close();
      },
    );
  }, []);
  return More ? <More {...props} /> : null;
};
