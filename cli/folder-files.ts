import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** A file of texts by name that a running server keeps in its folder. */
export const readFolderFile = async (folder: string, name: string): Promise<Readonly<Record<string, string>>> => {
  const text = await readFile(join(folder, name), "utf8").catch((cause: unknown) => {
    throw new Error(`there is no ${name} in ${folder}: start the server first (npm start), or name its --folder`, {
      cause,
    });
  });
  return JSON.parse(text) as Readonly<Record<string, string>>;
};

/** Access keys of whoever owns the folder: they may do everything there, and nothing elsewhere. */
export const operatorKeys = async (
  folder: string,
): Promise<{ readonly accessKeyId: string; readonly secretAccessKey: string }> => {
  const { accessKeyId = "", secretAccessKey = "" } = await readFolderFile(folder, "operator-keys.json");
  return { accessKeyId, secretAccessKey };
};
