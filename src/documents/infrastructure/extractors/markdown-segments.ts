const SEGMENT_CHARS = 128 * 1024;
const LONGEST_SEGMENT = 4 * SEGMENT_CHARS;

export interface Segment {
  text: string;
  bytes: number;
  total: number;
}

/** Joins decoded pieces and cuts them where Markdown can be cut: outside a fence, before a heading or after a blank line. */
export async function* markdownSegments(pieces: AsyncIterable<Segment>): AsyncGenerator<Segment> {
  let rest = '';
  let last = { bytes: 0, total: 0 };
  for await (const { text, bytes, total } of pieces) {
    rest += text.replace(/\r\n/g, '\n');
    last = { bytes, total };
    while (rest.length > SEGMENT_CHARS) {
      const cut = cutPosition(rest);
      if (cut === 0) break;
      yield { text: rest.slice(0, cut), ...last };
      rest = rest.slice(cut);
    }
  }
  if (rest) yield { text: rest, ...last };
}

function cutPosition(text: string): number {
  let fence: string | null = null;
  let best = 0;
  for (let at = 0; at < text.length && at < LONGEST_SEGMENT;) {
    const end = text.indexOf('\n', at);
    if (end === -1) break;
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text.slice(at, Math.min(end, at + 80)))?.[1];
    if (mark && fence === null) fence = mark;
    else if (mark && fence !== null && mark.startsWith(fence)) fence = null;
    else if (fence === null && at > 0 && text[at] === '#') best = at;
    else if (fence === null && end === at && best < SEGMENT_CHARS / 2) best = end + 1;
    if (best >= SEGMENT_CHARS / 2 && at > SEGMENT_CHARS) return best;
    at = end + 1;
  }
  if (best > 0) return best;
  return text.length >= LONGEST_SEGMENT
    ? Math.max(text.lastIndexOf('\n', LONGEST_SEGMENT) + 1, 0) || LONGEST_SEGMENT
    : 0;
}
