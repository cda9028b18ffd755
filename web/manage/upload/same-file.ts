import type { Note } from "./notes.ts";

/**
 * The unfinished file that this is, or itself. A file that came with its folder may be chosen alone the next time: its
 * name in the folder, size and time tell it, when only one of them fits.
 */
export const sameFile = (given: Note, unfinished: readonly Note[]): Note => {
  if (given.name.includes("/") || unfinished.some(({ key }) => key === given.key)) return given;
  const fits = unfinished.filter(
    ({ name, sizeBytes, lastModified }) =>
      name.endsWith(`/${given.name}`) && sizeBytes === given.sizeBytes && lastModified === given.lastModified,
  );
  const [only] = fits;
  return only && fits.length === 1 ? only : given;
};
