import type { Signal } from "@preact/signals";
import type { App } from "../../app.ts";
import { readAvailability } from "./availability-file.ts";
import { makeNotices, type Notices, type ShownChanges, type Versions } from "./notices.ts";
import { readSeen, writeSeen } from "./seen-versions.ts";

/** Looking at the static file may take so long; then answers go, and the next ones look again. */
const LOOK_MS_MAX = 3_000;

const look = async (projectId: string): Promise<Versions | undefined> => {
  if (!navigator.onLine) return undefined;
  const file = await readAvailability(projectId, AbortSignal.timeout(LOOK_MS_MAX));
  const { ontologyVersion: ontology, instructionsVersion: instructions } = file ?? {};
  return ontology && instructions ? { ontology, instructions } : undefined;
};

interface NoticesOf {
  readonly projectId: string;
  readonly personId: string;
  readonly shown: Signal<ShownChanges>;
  /** Instructions are among what changed: what the page knows of the project is old. */
  readonly onInstructions: () => void;
}

/** Notices of one person in one project, tied to the API, the static file and the memory of the browser. */
export const noticesOf = ({ api, now }: App, { projectId, personId, shown, onInstructions }: NoticesOf): Notices =>
  makeNotices({
    shown,
    look: () => look(projectId),
    changesAfter: async ({ ontology, instructions }) => {
      const query = { afterOntology: ontology, afterInstructions: instructions };
      const { changes } = await api("listChanges", { path: { projectId }, query });
      if (changes.some(({ kind }) => kind === "instructions")) onInstructions();
      return changes;
    },
    readSeen: () => readSeen(localStorage, personId, projectId),
    writeSeen: (seen) => writeSeen(localStorage, personId, projectId, seen),
    now,
  });
