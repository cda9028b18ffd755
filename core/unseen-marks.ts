/**
 * Marks that nobody sees and that turn the order of what stands around them, or hide between letters. The joiners that
 * Indic scripts are written with (U+200C, U+200D) are not among them.
 */
const UNSEEN =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** The same text with such marks spelled out, `⟨U+202E⟩`, so that a name reads as it is written. */
export const spelledOut = (text: string): string =>
  text.replace(UNSEEN, (mark) => `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
