/** A file and its path as the vendor sees it: `folder/picture.jpg` when a folder was dropped. */
export interface NamedFile {
  readonly name: string;
  readonly file: File;
}

/** What a drop held. `unread`: paths of files and folders that the system did not let be read. */
export interface Dropped {
  readonly files: readonly NamedFile[];
  readonly unread: readonly string[];
}

/** Files of a drop, folders walked through. Must be called while the drop event runs: its items are gone afterwards. */
export const filesOfDrop = async (transfer: Pick<DataTransfer, "items" | "files">): Promise<Dropped> => {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return { files: filesOfInput([...transfer.files]), unread: [] };
  return joined(await Promise.all(entries.map(walk)));
};

/** Files of a chooser; of a chosen folder with their path in it. */
export const filesOfInput = (files: readonly File[]): readonly NamedFile[] =>
  files.map((file) => ({ name: file.webkitRelativePath || file.name, file }));

/** One that cannot be read is named, and keeps no other back. */
const walk = async (entry: FileSystemEntry): Promise<Dropped> => {
  const name = entry.fullPath.replace(/^\/+/, "");
  try {
    if (isFile(entry)) return { files: [{ name, file: await fileOf(entry) }], unread: [] };
    return isFolder(entry) ? joined(await walkAll(await entriesOf(entry))) : { files: [], unread: [name] };
  } catch {
    return { files: [], unread: [name] };
  }
};

/** One after another: a folder of ten thousand files is not opened all at once. */
const walkAll = async (entries: readonly FileSystemEntry[]): Promise<readonly Dropped[]> => {
  const found: Dropped[] = [];
  for (const entry of entries) found.push(await walk(entry));
  return found;
};

/** A reader gives at most about a hundred entries at a time, and an empty list at the end. */
const entriesOf = async (folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> => {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return entries;
    entries.push(...some);
  }
};

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const joined = (some: readonly Dropped[]): Dropped => ({
  files: some.flatMap(({ files }) => files),
  unread: some.flatMap(({ unread }) => unread),
});
