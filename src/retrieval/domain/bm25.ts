export const K1 = 1.2;
export const B = 0.75;

/** Weight of a word that `df` of `n` texts hold. */
export function idf(n: number, df: number): number {
  return Math.log(1 + Math.max(0, n - df + 0.5) / (df + 0.5));
}

/** What `tf` occurrences are worth in a text of `relativeLength` times the average: 0..K1 + 1. */
export function saturation(tf: number, relativeLength: number): number {
  return ((K1 + 1) * tf) / (tf + K1 * (1 - B + B * relativeLength));
}
