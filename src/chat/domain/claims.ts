const MARKER = /\[(\d{1,2}(?:\s?[,;]\s?\d{1,2})*)\]/g;
/** What a claim may begin after: the marker before it, a line break, the end of a sentence. */
const BEGINNING = /(?:\]|\n|[.!?。！？]["”»)]?\s)(?=[^\]\n]*$)/g;

/** For every citation number, the statement in front of its first marker. */
export function claimsOf(answer: string): Map<number, string> {
  const claims = new Map<number, string>();
  for (const match of answer.matchAll(MARKER)) {
    const before = answer.slice(0, match.index).trimEnd();
    for (const number of match[1].split(/[,;]/).map(Number)) {
      if (!claims.has(number)) claims.set(number, lastStatement(before));
    }
  }
  return claims;
}

function lastStatement(text: string): string {
  const tail = text.slice(-1_000);
  // The end of the statement itself is no beginning.
  const body = tail.slice(0, -1);
  let start = 0;
  for (const match of body.matchAll(BEGINNING)) start = match.index + match[0].length;
  return tail
    .slice(start)
    .trim()
    .replace(/^[-*>#\d.)\s"“«]+/, '')
    .replace(/["”»]$/, '');
}
