/** A stemmed word of the bot's documents and the number of chunks that hold it. */
export interface KnownWord {
  lexeme: string;
  df: number;
}

const SHORTEST = 4;
const TWO_MISTAKES_FROM = 8;

/** Only words can be mistyped in a way that is worth guessing: not short ones, not numbers and codes. */
export function mayBeTypo(lexeme: string): boolean {
  return lexeme.length >= SHORTEST && lexeme.length <= 40 && !/\p{N}/u.test(lexeme);
}

/** The word that was meant: the nearest within 1 mistake (2 from 8 letters), among equals the most frequent. */
export function correctTypo(lexeme: string, known: readonly KnownWord[]): KnownWord | undefined {
  let allowed = lexeme.length >= TWO_MISTAKES_FROM ? 2 : 1;
  let best: KnownWord | undefined;
  for (const candidate of known) {
    if (candidate.df <= 0) continue;
    const distance = editDistance(lexeme, candidate.lexeme, allowed);
    if (distance > allowed || distance === 0) continue;
    if (distance < allowed || !best || candidate.df > best.df) best = candidate;
    allowed = distance;
  }
  return best;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours between two words (Damerau's restricted distance), or
 * `limit + 1` as soon as it is more than `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2] + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length], limit + 1);
}

/** The word with each two neighbouring letters swapped: the one mistake that trigram similarity hardly sees. */
export function swaps(word: string): string[] {
  const result = new Set<string>();
  for (let i = 0; i + 1 < word.length; i++) {
    if (word[i] !== word[i + 1]) result.add(word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2));
  }
  return [...result];
}
