import { describe, expect, test } from "vitest";
import { filesOfDrop, filesOfInput } from "../../../../web/manage/upload/dropped.ts";

interface Entry {
  readonly fullPath: string;
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly file?: (done: (found: File) => void, failed: (error: Error) => void) => void;
  readonly createReader?: () => { readEntries(done: (some: readonly Entry[]) => void): void };
}

const file = (fullPath: string): Entry => ({
  fullPath,
  isFile: true,
  isDirectory: false,
  file: (done) => done(new File(["x"], fullPath.split("/").at(-1) ?? "")),
});
const unreadable = (fullPath: string): Entry => ({
  ...file(fullPath),
  file: (_, failed) => failed(new DOMException("gone", "NotFoundError")),
});
/** Hands its entries out a hundred at a time, as Chromium does. */
const folder = (fullPath: string, entries: readonly Entry[]): Entry => ({
  fullPath,
  isFile: false,
  isDirectory: true,
  createReader: () => {
    let at = 0;
    return {
      readEntries: (done) => {
        done(entries.slice(at, at + 100));
        at += 100;
      },
    };
  },
});
const drop = (entries: readonly (Entry | null)[], files: readonly File[] = []) =>
  filesOfDrop({
    items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })),
    files,
  } as unknown as DataTransfer);

describe("a drop", () => {
  test("of a folder gives every file of it with its path, however many and however deep", async () => {
    const many = Array.from({ length: 250 }, (_, at) => file(`/forest/many/${at}.jpg`));
    const forest = folder("/forest", [file("/forest/a.jpg"), folder("/forest/many", many), folder("/forest/none", [])]);
    const { files, unread } = await drop([forest, file("/b.jpg")]);
    expect(files).toHaveLength(252);
    expect([files[0], files[250], files[251]].map((one) => one?.name)).toEqual([
      "forest/a.jpg",
      "forest/many/249.jpg",
      "b.jpg",
    ]);
    expect(unread).toEqual([]);
  });

  test("names what cannot be read, and gives the rest", async () => {
    const { files, unread } = await drop([folder("/forest", [unreadable("/forest/a.jpg"), file("/forest/b.jpg")])]);
    expect(files.map(({ name }) => name)).toEqual(["forest/b.jpg"]);
    expect(unread).toEqual(["forest/a.jpg"]);
  });

  test("without entries gives its files", async () => {
    const { files } = await drop([null], [new File(["x"], "a.jpg")]);
    expect(files.map(({ name }) => name)).toEqual(["a.jpg"]);
  });

  test("of words gives nothing", async () => {
    expect(await drop([null])).toEqual({ files: [], unread: [] });
  });
});

test("a chosen folder gives its files with their path in it", () => {
  const chosen = Object.assign(new File(["x"], "a.jpg"), { webkitRelativePath: "forest/a.jpg" });
  expect(filesOfInput([chosen, new File(["x"], "b.jpg")]).map(({ name }) => name)).toEqual(["forest/a.jpg", "b.jpg"]);
});
