import type { ProjectId } from "./ids.ts";

/** A label's example picture lies in the bucket of dropped files, in a folder of its project that ingest passes by. */
export const EXAMPLES_FOLDER = ".examples";
/** Enough for a picture of any phone made smaller; every annotator fetches it. */
export const EXAMPLE_BYTES_MAX = 5 * 1_048_576;

const ENDINGS = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif" } as const;
export type ExampleType = keyof typeof ENDINGS;

/** What every browser shows and none runs: SVG may hold scripts. */
export const EXAMPLE_TYPES = Object.keys(ENDINGS) as readonly ExampleType[];

export const isExampleType = (contentType: string): contentType is ExampleType => Object.hasOwn(ENDINGS, contentType);

const folderOf = (projectId: ProjectId): string => `${projectId}/${EXAMPLES_FOLDER}/`;

/** A key that nobody chose: names of files never meet, and its ending tells the type that it is shown as. */
export const exampleKeyOf = (projectId: ProjectId, id: string, contentType: ExampleType): string =>
  `${folderOf(projectId)}${id}.${ENDINGS[contentType]}`;

/** The type that an example of this project is shown as; undefined for any other key. */
export const exampleTypeOf = (projectId: ProjectId, key: string): ExampleType | undefined => {
  const folder = folderOf(projectId);
  if (!key.startsWith(folder)) return undefined;
  const ending = /^[0-9A-Za-z-]{1,64}\.([a-z]+)$/.exec(key.slice(folder.length))?.[1];
  return EXAMPLE_TYPES.find((type) => ENDINGS[type] === ending);
};
