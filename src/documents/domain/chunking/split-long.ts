const COMBINING = /^\p{M}$/u;

/**
 * Where to cut a text that has no border of its own: after the last blank that fits, otherwise (a monstrous word)
 * between two characters, never inside a surrogate pair and not before a combining mark. Linear in the text.
 * Returns ascending start offsets; the first is 0 and no two are more than `limit` apart.
 */
export function splitLong(text: string, limit: number): number[] {
  const starts = [0];
  let from = 0;
  while (text.length - from > limit) {
    from = cutPosition(text, from, limit);
    starts.push(from);
  }
  return starts;
}

function cutPosition(text: string, from: number, limit: number): number {
  const end = from + limit;
  for (let at = end; at > from + limit / 2; at--) {
    if (isBlank(text.charCodeAt(at))) return at;
  }
  for (let at = end; at > end - 8 && at > from + 1; at--) {
    if (!isLowSurrogate(text.charCodeAt(at)) && !COMBINING.test(text[at])) return at;
  }
  return isLowSurrogate(text.charCodeAt(end)) && limit > 1 ? end - 1 : end;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
