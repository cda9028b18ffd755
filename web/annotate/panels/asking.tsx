import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { AskingSheet } from "../../questions/asking-sheet.tsx";
import { labelNameIn } from "../../questions/speaker-words.ts";
import type { Station } from "../station.ts";
import { keyOf } from "../work/entries.ts";
import type { ShownChanges } from "../work/notices.ts";
import { NoticeSheet } from "./notice-sheet.tsx";

export interface AskingProps {
  readonly station: Station;
  /** She has seen the newest instructions. */
  readonly onSeen: () => void;
}

/** Over the labelling screen: what has changed, before answers leave; else her questions. */
export const Asking = (props: AskingProps): VNode | null => {
  const { station } = props;
  const { changes, asking, project } = station;
  if (changes.value) return <Changed {...props} changes={changes.value} />;
  const anchor = asking.value;
  if (!anchor) return null;
  const close = (): void => {
    asking.value = undefined;
  };
  const { projectId, ontology } = project.value;
  return <AskingSheet projectId={projectId} anchor={anchor} labelName={labelNameIn(ontology)} onClose={close} />;
};

interface ChangedProps extends AskingProps {
  readonly changes: NonNullable<ShownChanges>;
}

const Changed = ({ station, changes, onSeen }: ChangedProps): VNode => {
  const { notices, outbox, work, project } = station;
  const [isTooLate, setTooLate] = useState(false);
  const confirm = async (): Promise<void> => {
    if (changes.some(({ kind }) => kind === "instructions")) onSeen();
    (await notices())?.confirm();
  };
  const back = async (): Promise<void> => {
    const last = outbox.rows.peek().findLast((row) => row.projectId === project.peek().projectId && !row.refused);
    // What did not come back would leave as it is: she is told, and it waits on.
    if (last && (await work.undoAnswer(keyOf(last)))) await confirm();
    else setTooLate(true);
  };
  return (
    <NoticeSheet
      changes={changes}
      media={project.value.media}
      waiting={outbox.now.value.waiting}
      isTooLate={isTooLate}
      onGo={() => void confirm()}
      onBack={() => void back()}
    />
  );
};
