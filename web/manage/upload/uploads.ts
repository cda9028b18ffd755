import { computed, signal } from "@preact/signals";
import type { Api } from "../../api.ts";
import { asProblem, mayPass, type Problem } from "../../problem.ts";
import type { NamedFile } from "./dropped.ts";
import { makeNotes, type Note, type Place } from "./notes.ts";
import { sameFile } from "./same-file.ts";
import { sendFile } from "./send-file.ts";

/** One file of the list. `sentBytes` counts what has left this device, also of parts that came before a break. */
export interface Upload {
  readonly id: number;
  readonly note: Note;
  readonly file: File;
  readonly sentBytes: number;
  readonly state: "waiting" | "sending" | "done" | "failed";
  readonly problem?: Problem;
}

interface Needs {
  readonly api: Api;
  readonly place: Place;
  readonly wait: (ms: number) => Promise<void>;
}

const AT_ONCE = 3;
/** In a row without a byte more than before: a long upload may break any number of times. */
const TRIES = 4;

/**
 * The vendor's uploads in one project: a list that is worked off three at a time, can be paused and gone on with, and
 * keeps what failed with its reason. Lives outside the screen, so that looking elsewhere does not stop it; what the page
 * was left with is `unfinished` when it comes back.
 */
export const makeUploads = (projectId: string, { api, place, wait }: Needs) => {
  const notes = makeNotes(projectId, place);
  const list = signal<readonly Upload[]>([]);
  const unfinished = signal<readonly Note[]>(notes.all());
  const paused = signal(false);
  let stop = new AbortController();
  let nextId = 0;
  let running = 0;

  const put = (id: number, part: Partial<Upload>): void => {
    list.value = list.value.map((one) => (one.id === id ? { ...one, ...part } : one));
  };

  const fail = (upload: Upload, problem: Problem): void => {
    // The server will never take it: choosing it again would not help.
    if (!mayPass(problem) && !notes.begun(upload.note)) notes.remove(upload.note);
    put(upload.id, { state: "failed", problem });
  };

  const sendOne = async (upload: Upload): Promise<void> => {
    const { signal: stopped } = stop;
    let sent = 0;
    let reached = -1;
    let tries = 0;
    const onSent = (sentBytes: number): void => {
      sent = sentBytes;
      put(upload.id, { sentBytes });
    };
    while (!stopped.aborted) {
      try {
        await sendFile(projectId, upload, { api, notes, stopped, onSent });
        return put(upload.id, { state: "done", sentBytes: upload.file.size });
      } catch (thrown) {
        if (stopped.aborted) break;
        tries = sent > reached ? 1 : tries + 1;
        reached = Math.max(reached, sent);
        const problem = asProblem(thrown);
        if (!mayPass(problem) || tries === TRIES) return fail(upload, problem);
        await Promise.race([wait(1_000 * 2 ** tries), aborted(stopped)]);
      }
    }
    put(upload.id, { state: "waiting" });
  };

  const workOff = (): void => {
    while (!paused.value && running < AT_ONCE) {
      const next = list.value.find((one) => one.state === "waiting");
      if (!next) return;
      running++;
      put(next.id, { state: "sending" });
      void sendOne(next).finally(() => {
        running--;
        workOff();
      });
    }
  };

  const take = (keys: ReadonlySet<string>): void => {
    unfinished.value = unfinished.value.filter(({ key }) => !keys.has(key));
  };

  const forget = async (note: Note): Promise<void> => {
    const begun = notes.begun(note);
    notes.remove(note);
    take(new Set([note.key]));
    if (!begun) return;
    try {
      await api("abortUpload", { path: { projectId }, body: { key: begun.key, uploadId: begun.uploadId } });
    } catch (thrown) {
      notes.begin(note, begun);
      unfinished.value = [...unfinished.value, note];
      throw thrown;
    }
  };

  return {
    list,
    paused,
    /** Files that an earlier life of the page did not send to the end, and that were not chosen again since. */
    unfinished,
    /** True while leaving the page would drop something. */
    isUnsent: computed(() => list.value.some(({ state }) => state === "waiting" || state === "sending")),
    /** A file that is in the list already is not put there twice; one that failed is tried again. */
    add(files: readonly NamedFile[]): void {
      const known = new Map(list.value.filter(({ state }) => state !== "done").map((one) => [one.note.key, one]));
      const given = new Map(
        files.map(({ name, file }) => {
          const note = sameFile(notes.of(name, file), unfinished.value);
          return [note.key, { note, file }];
        }),
      );
      list.value = list.value.map(({ problem, ...one }) => {
        const again = one.state === "failed" ? given.get(one.note.key) : undefined;
        if (again) return { ...one, file: again.file, state: "waiting" };
        return problem ? { ...one, problem } : one;
      });
      const fresh = [...given.values()].filter(({ note }) => !known.has(note.key));
      notes.add([...given.values()].map(({ note }) => note));
      list.value = [
        ...list.value,
        ...fresh.map((one) => ({ ...one, id: nextId++, sentBytes: 0, state: "waiting" as const })),
      ];
      take(new Set(given.keys()));
      workOff();
    },
    pause(): void {
      paused.value = true;
      stop.abort();
    },
    goOn(): void {
      stop = new AbortController();
      paused.value = false;
      workOff();
    },
    /** Tries what failed once more. */
    retry(): void {
      list.value = list.value.map(({ problem: _before, ...one }) =>
        one.state === "failed" ? { ...one, state: "waiting" } : one,
      );
      workOff();
    },
    clearDone(): void {
      list.value = list.value.filter((one) => one.state !== "done");
    },
    /** Gives unfinished ones up, with the parts that lie there. Rejects with a Problem; that one stays in the list. */
    async forget(some: readonly Note[]): Promise<void> {
      for (const note of some) await forget(note);
    },
  };
};
export type Uploads = ReturnType<typeof makeUploads>;

const aborted = (stopped: AbortSignal): Promise<void> =>
  new Promise((resolve) => stopped.addEventListener("abort", () => resolve(), { once: true }));

const byProject = new Map<string, Uploads>();
/** One list for each project of this page's life. */
export const uploadsOf = (projectId: string, make: () => Uploads): Uploads => {
  const found = byProject.get(projectId);
  if (found) return found;
  const made = make();
  byProject.set(projectId, made);
  return made;
};
