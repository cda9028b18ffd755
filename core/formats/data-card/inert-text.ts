/**
 * Marks that nobody sees and that turn the order of what stands around them, or hide between letters. The joiners that
 * Indic scripts are written with (U+200C, U+200D) are not among them.
 */
const UNSEEN =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
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
  line
    .replace(UNSEEN, (mark) => `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`)
    .replace(/[\\`*_[\]{}()|~$!#@]/g, "\\$&")
    .replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? "")
    // What programs make links of without being asked.
    .replace(/:(?=\/\/)/g, "\\:")
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}\\.`)
    // What makes a list, a rule or a heading of a line that begins with it.
    .replace(/^(\d{1,9})\./, "$1\\.")
    .replace(/^[-+=]/, "\\$&");
