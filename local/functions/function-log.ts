import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

/** Where a function's output goes: a file of its own, and what is an error to the console too. */
export interface FunctionLog {
  /** Standard output: JSON lines, of which those of level `error` are errors. */
  write(text: string): void;
  /** Standard error, and what the runner has to say of the function. */
  complain(text: string): void;
}

/** Two files of at most this size are kept of each function. */
const MAX_LOG_BYTES = 4 * 1024 * 1024;

export const openFunctionLog = (folder: string, name: string, onError: (line: string) => void): FunctionLog => {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.log`);
  let sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  let unfinished = "";

  let isLosing = false;
  /** A full disk takes the log, not the server: it says so once, and goes on when there is room. */
  const append = (text: string): void => {
    const bytes = Buffer.byteLength(text);
    try {
      if (sizeBytes > 0 && sizeBytes + bytes > MAX_LOG_BYTES) {
        renameSync(path, `${path}.old`);
        sizeBytes = 0;
      }
      appendFileSync(path, text);
      sizeBytes += bytes;
      isLosing = false;
    } catch (error) {
      if (!isLosing) onError(`${name}: its log cannot be written, lines are lost: ${String(error)}`);
      isLosing = true;
    }
  };

  return {
    write: (text) => {
      append(text);
      const lines = (unfinished + text).split("\n");
      unfinished = (lines.pop() ?? "").slice(-MAX_LOG_BYTES);
      for (const line of lines) if (isErrorLine(line)) onError(`${name}: ${line}`);
    },
    complain: (text) => {
      append(text);
      onError(`${name}: ${text.trimEnd()}`);
    },
  };
};

const isErrorLine = (line: string): boolean => {
  if (!line.startsWith("{") || !line.includes('"error"')) return false;
  try {
    return JSON.parse(line).level === "error";
  } catch {
    return false;
  }
};
