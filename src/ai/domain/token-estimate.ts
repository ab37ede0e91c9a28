/** Characters of one token in languages with letters, on average over the tokenisers in use. */
const LETTERS_PER_TOKEN = 4;
/** Chinese, Japanese, Korean and most else above: about a token each. */
const FIRST_DENSE = 0x1100;

/**
 * Roughly how many tokens a text is, for models that do not say what they billed. Off by a quarter or so for prose, more
 * for code and numbers.
 */
export function estimateTokens(text: string): number {
  let dense = 0;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= FIRST_DENSE) dense += 1;
  return Math.ceil((text.length - dense) / LETTERS_PER_TOKEN + dense);
}
