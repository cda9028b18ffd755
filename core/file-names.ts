const SYSTEM_FILES: readonly string[] = [".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", ".gitkeep"];

const lastSegment = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Files that an operating system leaves in folders. Nobody means them as data. */
export const isSystemFile = (path: string): boolean => {
  const name = lastSegment(path).toLowerCase();
  return SYSTEM_FILES.includes(name) || name.startsWith("._") || path.includes("__MACOSX/");
};

/** A list of items, one JSON object a line, whatever the project's media. */
export const isManifest = (path: string): boolean => /\.(manifest|jsonl)$/i.test(path);
