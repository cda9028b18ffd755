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

/** How an AWS client speaks to a server on this machine, and the addresses by name that it wrote down. */
export interface FolderServer {
  readonly addresses: Readonly<Record<string, string>>;
  readonly region: string;
  /** Access keys of whoever owns the folder: they may do everything there, and nothing elsewhere. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export const serverInFolder = async (folder: string): Promise<FolderServer> => {
  const [{ accessKeyId = "", secretAccessKey = "" }, addresses] = await Promise.all([
    readFolderFile(folder, "operator-keys.json"),
    readFolderFile(folder, "addresses.json"),
  ]);
  const region = addresses["userPoolId"]?.split("_")[0] ?? "";
  return { addresses, region, credentials: { accessKeyId, secretAccessKey } };
};
