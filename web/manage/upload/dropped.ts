/** A file and its path as the vendor sees it: `folder/picture.jpg` when a folder was dropped. */
export interface NamedFile {
  readonly name: string;
  readonly file: File;
}

/** Files of a drop, folders walked through. Must be called while the drop event runs: its items are gone afterwards. */
export const filesOfDrop = async (transfer: DataTransfer): Promise<readonly NamedFile[]> => {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return filesOfInput([...transfer.files]);
  return (await Promise.all(entries.map(walk))).flat();
};

/** Files of a chooser; of a chosen folder with their path in it. */
export const filesOfInput = (files: readonly File[]): readonly NamedFile[] =>
  files.map((file) => ({ name: file.webkitRelativePath || file.name, file }));

const walk = async (entry: FileSystemEntry): Promise<readonly NamedFile[]> => {
  if (entry instanceof FileSystemFileEntry || entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ name: entry.fullPath.replace(/^\/+/, ""), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: NamedFile[] = [];
  // A reader gives at most about a hundred entries at a time, and an empty list at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    for (const one of some) found.push(...(await walk(one)));
  }
};
