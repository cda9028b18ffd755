import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isRecord, textAt } from "../template/json.ts";
import type { DrawnFile } from "./draw-pictures.ts";
import type { Team } from "./team.ts";

/** The drawn pictures as they are finished, by a process that ends with the signal. */
async function* drawnPictures(cache: string, signal: AbortSignal): AsyncGenerator<DrawnFile> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "draw-pictures.ts"), cache], {
    stdio: ["ignore", "pipe", "inherit"],
    signal,
    killSignal: "SIGKILL",
  });
  const ended = once(child, "close");
  // An abort rejects this; whoever aborted does not want to hear of it.
  ended.catch(() => undefined);
  for await (const line of createInterface({ input: child.stdout })) {
    const drawn: unknown = JSON.parse(line);
    if (!isRecord(drawn)) throw new Error(`the pictures' process said ${line}`);
    yield { name: textAt(drawn, "name", "picture"), path: textAt(drawn, "path", "picture") };
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`the pictures' process ended with ${code}`);
}

/** Uploads what the project does not have yet, one after another, as the page does. */
export const uploadPictures = async (team: Team, cache: string, signal: AbortSignal): Promise<void> => {
  const there = await namesOf(team);
  for await (const { name, path } of drawnPictures(cache, signal))
    if (!there.has(name)) await upload(team, name, await readFile(path), signal);
};

const upload = async ({ vendor, projectId }: Team, name: string, bytes: Buffer, signal: AbortSignal): Promise<void> => {
  const { files } = await vendor("startUpload", {
    path: { projectId },
    body: { files: [{ name, sizeBytes: bytes.length, contentType: "image/jpeg" }] },
  });
  const [target] = files;
  if (target?.kind !== "post") throw new Error(`${name} is too large for one form`);
  const form = new FormData();
  for (const [field, value] of Object.entries(target.fields)) form.append(field, value);
  form.append("file", new Blob([Uint8Array.from(bytes)], { type: "image/jpeg" }), name);
  const response = await fetch(target.url, { method: "POST", body: form, signal });
  if (!response.ok) throw new Error(`${name} was answered with ${response.status}: ${await response.text()}`);
};

const namesOf = async ({ vendor, projectId }: Team): Promise<ReadonlySet<string>> => {
  const names = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await vendor("listItems", {
      path: { projectId },
      query: { limit: "100", ...(cursor !== undefined && { cursor }) },
    });
    for (const { name } of page.items) names.add(name);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return names;
};
