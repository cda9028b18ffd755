import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openApiDocument } from "../lambdas/openapi.ts";

/** Puts the API's description beside the page, where it is served as /openapi.json. */
export const writeOpenApi = async (webRoot: string): Promise<void> => {
  const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  await writeFile(join(webRoot, "openapi.json"), `${JSON.stringify(openApiDocument(version), undefined, 1)}\n`);
};
