import type { VNode } from "preact";
import { EarlierSheet } from "./earlier-sheet.tsx";
import { KeysSheet } from "./keys-sheet.tsx";
import type { SheetsProps } from "./sheets.tsx";

/** Dialogs that few open, and that nobody needs without a network. */
export const MoreSheets = ({ sheet, station, marks, tools, close }: SheetsProps): VNode | null => {
  const project = station.project.value;
  if (sheet === "keys") return <KeysSheet tools={tools} media={project.media} onClose={close} />;
  if (sheet !== "earlier") return null;
  return (
    <EarlierSheet
      project={project}
      marks={marks}
      onClose={close}
      onOpen={(entry) => {
        station.work.openAgain(entry);
        close();
      }}
    />
  );
};
