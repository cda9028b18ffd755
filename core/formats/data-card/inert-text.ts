import { spelledOut } from "../../unseen-marks.ts";

const LINE_ENDS = /\r\n?|[\n\v\f\u0085\u2028\u2029]/;
const CONTROLS = /\p{Cc}/gu;
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * Somebody's words as one line of Markdown that can be nothing but words: no markup, no HTML, no link, no line of its
 * own; marks that turn the direction of text are spelled out. Empty words are a dash.
 */
export const inert = (text: string): string => escaped(linesOf(text).join(" ").replace(/\s+/g, " ").trim()) || "—";

/** Somebody's words as a block quotation, line for line. */
export const inertQuote = (text: string): string => {
  const lines = linesOf(text).map((line) => escaped(line.trim()));
  const kept = lines.slice(Math.max(0, lines.findIndex(Boolean)), lines.findLastIndex(Boolean) + 1);
  if (kept.length === 0) return "> —";
  return kept
    .map((line, at) => {
      const goesOn = line !== "" && (kept[at + 1] ?? "") !== "";
      return line === "" ? ">" : `> ${line}${goesOn ? "\\" : ""}`;
    })
    .join("\n");
};

const linesOf = (text: string): readonly string[] =>
  text.split(LINE_ENDS).map((line) => line.toWellFormed().replace(CONTROLS, " "));

const escaped = (line: string): string =>
  spelledOut(line)
    .replace(/[\\`*_[\]{}()|~$!#@]/g, "\\$&")
    .replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? "")
    // What programs make links of without being asked.
    .replace(/:(?=\/\/)/g, "\\:")
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}\\.`)
    // What makes a list, a rule or a heading of a line that begins with it.
    .replace(/^(\d{1,9})\./, "$1\\.")
    .replace(/^[-+=]/, "\\$&");
