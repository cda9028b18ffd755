/** A word, a mark of punctuation, or a sign of a language that writes no spaces. */
export interface Token {
  readonly text: string;
  /** White space came before it. False for the first. */
  readonly spaced: boolean;
}

/**
 * One sign each: scripts that put no spaces between words. With the marks that follow, so that no vowel sign of Thai stands
 * alone.
 */
const UNSPACED_SIGN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*/u;
/** Punctuation at the edge of a word is a token; inside (don't, well-known, 3.5) it is part of it. */
const WORD = /[\p{L}\p{M}\p{N}\p{S}](?:[^\s]*[\p{L}\p{M}\p{N}\p{S}])?/u;
const PIECE = new RegExp(`${UNSPACED_SIGN.source}|\\s+|[^\\s]`, "gu");

/** The text as it is compared: Unicode NFC, white space at the ends gone and elsewhere one space. */
export const normalizedText = (text: string): string => text.normalize("NFC").replace(/\s+/gu, " ").trim();

/**
 * Cuts a text into what people agree on or not: words where spaces part them, punctuation apart from its word, and single
 * signs where a script writes no spaces (Han, Kana, Thai, Lao, Khmer, Burmese). `textOf` puts them together again.
 */
export const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  normalizedText(text)
    .split(" ")
    .forEach((chunk, at) => {
      piecesOf(chunk).forEach((piece, within) => {
        tokens.push({ text: piece, spaced: at > 0 && within === 0 });
      });
    });
  return tokens;
};

/** The text of tokens: the normalized text that they were cut from. */
export const textOf = (tokens: readonly Token[]): string =>
  tokens.map(({ text, spaced }, at) => (spaced && at > 0 ? ` ${text}` : text)).join("");

const piecesOf = (chunk: string): readonly string[] => {
  const pieces: string[] = [];
  let rest = "";
  for (const [piece] of chunk.matchAll(PIECE)) {
    if (!UNSPACED_SIGN.test(piece)) {
      rest += piece;
      continue;
    }
    pieces.push(...wordPieces(rest), piece);
    rest = "";
  }
  return [...pieces, ...wordPieces(rest)];
};

const wordPieces = (chunk: string): readonly string[] => {
  const word = WORD.exec(chunk);
  if (!word) return [...chunk];
  const end = word.index + word[0].length;
  return [...chunk.slice(0, word.index), word[0], ...chunk.slice(end)];
};
