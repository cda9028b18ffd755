import type { ProjectId } from "../core/ids.ts";
import { isKeptAside, KEPT_ASIDE } from "../core/kept-aside.ts";
import { refuse } from "../core/refusal.ts";
import { keyPartOf } from "../core/upload-name.ts";

/** The key of a dropped file: under its project's prefix, whatever its name tries. */
export const keyOfName = (projectId: ProjectId, name: string, field: string): string => {
  const result = wantedPart(name);
  if ("part" in result) return `${projectId}/${result.part}`;
  throw refuse("bad-request", `this file cannot be taken by its name: ${result.refused}`, {
    field,
    value: name.slice(0, 80),
    allowed: result.refused,
  });
};

const wantedPart = (name: string): ReturnType<typeof keyPartOf> => {
  const result = keyPartOf(name);
  if ("refused" in result || !isKeptAside(result.part)) return result;
  return { refused: `the folders ${KEPT_ASIDE.join(" and ")} are kept for examples and voices: give it another name` };
};

/** A key as the page sends it back. One of another project is not there for this one. */
export const ownKey = (projectId: ProjectId, key: string): string => {
  const prefix = `${projectId}/`;
  const result = key.startsWith(prefix) ? keyPartOf(key.slice(prefix.length)) : undefined;
  if (result && "part" in result && `${prefix}${result.part}` === key) return key;
  throw refuse("not-found", "no such upload in this project", { field: "body.key", value: key.slice(0, 80) });
};

export const uploadIsOver = () =>
  refuse("not-found", "this upload has ended or was given up: start it again", { field: "body.uploadId" });
