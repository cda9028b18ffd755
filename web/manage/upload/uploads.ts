import { signal } from "@preact/signals";
import type { Api } from "../../api.ts";
import { asProblem, mayPass, type Problem } from "../../problem.ts";
import type { NamedFile } from "./dropped.ts";
import { type Place, sendFile } from "./send-file.ts";

/** One file of the list. `sentBytes` counts what has left this device, also of parts that came before a break. */
export interface Upload {
  readonly id: number;
  readonly name: string;
  readonly file: File;
  readonly sentBytes: number;
  readonly state: "waiting" | "sending" | "done" | "failed";
  readonly problem?: Problem;
}

const AT_ONCE = 3;
const TRIES = 4;

/**
 * The vendor's uploads in one project: a list that is worked off three at a time, can be paused and gone on with, and
 * keeps what failed with its reason. Lives outside the screen, so that looking elsewhere does not stop it.
 */
export const makeUploads = (
  projectId: string,
  { api, place, wait }: { readonly api: Api; readonly place: Place; readonly wait: (ms: number) => Promise<void> },
) => {
  const list = signal<readonly Upload[]>([]);
  const paused = signal(false);
  let stop = new AbortController();
  let nextId = 0;
  let running = 0;

  const put = (id: number, part: Partial<Upload>): void => {
    list.value = list.value.map((one) => (one.id === id ? { ...one, ...part } : one));
  };

  const sendOne = async (upload: Upload): Promise<void> => {
    const { signal: stopped } = stop;
    for (let tries = 1; ; tries++) {
      try {
        await sendFile(projectId, upload, {
          api,
          place,
          stopped,
          onSent: (sentBytes) => put(upload.id, { sentBytes }),
        });
        return put(upload.id, { state: "done", sentBytes: upload.file.size });
      } catch (thrown) {
        const problem = asProblem(thrown);
        if (stopped.aborted) return put(upload.id, { state: "waiting" });
        if (!mayPass(problem) || tries === TRIES) return put(upload.id, { state: "failed", problem });
        await wait(1_000 * 2 ** tries);
      }
    }
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

  return {
    list,
    paused,
    add(files: readonly NamedFile[]): void {
      const fresh = files.map(({ name, file }) => ({
        id: nextId++,
        name,
        file,
        sentBytes: 0,
        state: "waiting" as const,
      }));
      list.value = [...list.value, ...fresh];
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
  };
};
export type Uploads = ReturnType<typeof makeUploads>;

const byProject = new Map<string, Uploads>();
/** One list for each project of this page's life. */
export const uploadsOf = (projectId: string, make: () => Uploads): Uploads => {
  const found = byProject.get(projectId);
  if (found) return found;
  const made = make();
  byProject.set(projectId, made);
  return made;
};
