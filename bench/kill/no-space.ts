import fs from "node:fs";
import promises, { type FileHandle } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { DatabaseSync } from "node:sqlite";
import { isMainThread } from "node:worker_threads";
import { ClassicLevel } from "classic-level";

/**
 * Loaded before the server (`--import`): while the file that NO_SPACE_FLAG names is there, whatever the server writes is
 * answered with ENOSPC where the layers of storage hand it to the system: files, commits of SQLite, batches of LevelDB.
 */
const flag = process.env["NO_SPACE_FLAG"] ?? "";

const refuseIfFull = (code: string): void => {
  if (!fs.existsSync(flag)) return;
  throw Object.assign(new Error(`${code}: no space left on device`), { code });
};

if (isMainThread && flag !== "") {
  const { appendFileSync } = fs;
  fs.appendFileSync = (...given) => {
    refuseIfFull("ENOSPC");
    appendFileSync(...given);
  };
  const { open } = promises;
  promises.open = async (...given) => {
    const file = await open(...given);
    const write = file.write.bind(file) as (...of: readonly unknown[]) => unknown;
    const refusing = async (...of: readonly unknown[]): Promise<unknown> => {
      refuseIfFull("ENOSPC");
      return write(...of);
    };
    file.write = refusing as FileHandle["write"];
    return file;
  };
  syncBuiltinESMExports();

  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (sql) {
    if (sql === "COMMIT") refuseIfFull("ERR_SQLITE_ERROR");
    return exec.call(this, sql);
  };
  const { batch } = ClassicLevel.prototype;
  ClassicLevel.prototype.batch = function (this: ClassicLevel, ...given: Parameters<typeof batch>) {
    try {
      refuseIfFull("LEVEL_IO_ERROR");
    } catch (error) {
      return Promise.reject(error);
    }
    return batch.apply(this, given);
  } as typeof batch;
}
