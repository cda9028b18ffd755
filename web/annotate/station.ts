import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import type { App } from "../app.ts";
import { t } from "../i18n/t.ts";
import { toast } from "../parts/toast.tsx";
import { Problem } from "../problem.ts";
import type { AnchorShape } from "../questions/anchor.ts";
import { type Editing, makeEditing } from "./editing.ts";
import type { Kept } from "./outbox/kept.ts";
import { keptInIndexedDb } from "./outbox/kept-idb.ts";
import { keptInMemory } from "./outbox/kept-memory.ts";
import { keptSafely } from "./outbox/kept-safely.ts";
import { makeOutbox, type Outbox } from "./outbox/outbox.ts";
import { makeSurface, type Surface } from "./stage/surface.ts";
import { type Tabs, watchTabs } from "./tabs.ts";
import { makeTally, type Tally } from "./tally.ts";
import type { Notices, ShownChanges } from "./work/notices.ts";
import { waitForWork } from "./work/waiting.ts";
import { warmMedia } from "./work/warm.ts";
import { makeWork, type Work } from "./work/work.ts";

export type ProjectShown = ResponseOf<"getProject">;

/** Everything behind the labelling screen of one project, for as long as it is open. */
export interface Station {
  /** Read again when a packet comes with newer instructions. */
  readonly project: ReadonlySignal<ProjectShown>;
  readonly kept: Kept;
  readonly outbox: Outbox;
  readonly work: Work;
  readonly editing: Editing;
  readonly surface: Surface;
  readonly tally: Tally;
  readonly tabs: Tabs;
  /** What changed in labels or instructions: her answers stay on the device until she has seen it. */
  readonly changes: ReadonlySignal<ShownChanges>;
  readonly notices: () => Promise<Notices | undefined>;
  /** What she has questions about now; undefined while that dialog is shut. */
  readonly asking: Signal<AnchorShape | undefined>;
  readonly close: () => void;
}

const DRAFTS_KEPT_MS = 30 * 24 * 60 * 60_000;

const openKept = async (): Promise<Kept> => {
  const warn = (): void => toast(t("annotate.state.memory"));
  try {
    return keptSafely(await keptInIndexedDb(), warn);
  } catch {
    // A private window, a forbidden disk: the page works on, and says that it must stay open.
    warn();
    return keptInMemory();
  }
};

const later = (ms: number, task: () => void): (() => void) => {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
};

/** Throws a `Problem`: `not-found`, `not-allowed` for whoever does not label here, or why the project did not come. */
export const openStation = async (app: App, personId: string, projectId: string): Promise<Station> => {
  const { api, now, newId, random } = app;
  const readProject = (): Promise<ProjectShown> => api("getProject", { path: { projectId } });
  const [first, kept] = await Promise.all([readProject(), openKept()]);
  // Before instructions are read for nothing: the server would hand out no item.
  if (!first.roles.includes("annotator")) throw new Problem("not-allowed", "only annotators label here");
  const project = signal(first);
  const tally = makeTally(api, first.pay);
  const refreshProject = (): void => {
    readProject().then(
      (newer) => {
        project.value = newer;
      },
      // The next packet says it again.
      () => undefined,
    );
  };
  const changes = signal<ShownChanges>(undefined);
  const notices = lately(async () => {
    const { noticesOf } = await import("./work/notices-of.ts");
    return noticesOf(app, { projectId, personId, shown: changes, onInstructions: refreshProject });
  });
  const outbox: Outbox = await makeOutbox({
    kept,
    api,
    fetch: (input, init) => fetch(input, init),
    personId,
    random,
    alone: app.alone,
    later,
    pass: async () => (await notices())?.pass(),
    isHeld: () => changes.peek() !== undefined,
    onOutcome: (row, outcome) => {
      const revision = outcome.state === "stored" ? outcome.revision : undefined;
      work.outcome(row, revision);
      // A correction is the same piece of work: it is paid once.
      if (revision === 1 && row.projectId === projectId) tally.add();
    },
  });
  const work: Work = makeWork({
    projectId,
    personId,
    api,
    kept,
    outbox: () => outbox,
    now,
    newId,
    warm: warmMedia,
    onPacket: ({ ontology, instructionsVersion }) => {
      const versions = { ontology: ontology.version, instructions: instructionsVersion };
      void notices().then((found) => found?.packet(versions));
      if (instructionsVersion > project.peek().instructions.version) refreshProject();
    },
  });
  const editing = makeEditing(work.current, work.edited);
  const surface = makeSurface(editing, newId);
  const tabs = watchTabs(`labelloop-label ${personId} ${projectId}`, {
    open: (name) => new BroadcastChannel(name),
    now,
    newId,
  });
  const detach = attach(app, { projectId, kept, outbox, work, tabs });
  void kept.forgetDraftsBefore(now() - DRAFTS_KEPT_MS);
  void work.ask();
  return {
    project,
    kept,
    outbox,
    work,
    editing,
    surface,
    tally,
    tabs,
    changes,
    notices,
    asking: signal(undefined),
    close: () => {
      detach();
      void notices().then((found) => found?.leave());
      tabs.close();
      editing.close();
      void outbox.flush();
    },
  };
};

/** Fetched when it is first wanted, so that the first item waits for none of it; undefined while it does not come. */
const lately = <Part>(load: () => Promise<Part>): (() => Promise<Part | undefined>) => {
  let here: Promise<Part | undefined> | undefined;
  return () => {
    here ??= load().catch(() => {
      here = undefined;
      return undefined;
    });
    return here;
  };
};

/** Ties the station to the browser: the network coming back, the page going away, work appearing. */
const attach = (
  { random }: App,
  { projectId, kept, outbox, work, tabs }: Pick<Station, "kept" | "outbox" | "work" | "tabs"> & { projectId: string },
): (() => void) => {
  const online = (): void => {
    void outbox.flush();
    if (work.phase.peek().state === "failed") void work.ask();
  };
  const stay = (event: BeforeUnloadEvent): void => {
    if (!kept.lasts && outbox.now.peek().waiting > 0) event.preventDefault();
  };
  addEventListener("beforeunload", stay);
  addEventListener("online", online);
  const hide = (): void => {
    outbox.lastWords();
    tabs.leave();
  };
  // Back out of the browser's memory, all of it is here still.
  const showAgain = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) tabs.arrive();
  };
  addEventListener("pagehide", hide);
  addEventListener("pageshow", showAgain);

  const stopWaiting = waitForWork({ work, projectId, random, later });
  return () => {
    removeEventListener("beforeunload", stay);
    removeEventListener("online", online);
    removeEventListener("pagehide", hide);
    removeEventListener("pageshow", showAgain);
    stopWaiting();
  };
};
