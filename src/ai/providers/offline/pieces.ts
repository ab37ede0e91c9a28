const SPACELESS =
  '[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}]';
const PIECE = new RegExp(`\\s*(?:${SPACELESS}{1,2}|(?:(?!${SPACELESS})\\S)+)|\\s+$`, 'gu');

/** Cuts an answer into the pieces of a stream: words with the blanks before them, or two signs of a spaceless script. */
export function* pieces(text: string): Generator<string, void, void> {
  for (const [piece] of text.matchAll(PIECE)) yield piece;
}
