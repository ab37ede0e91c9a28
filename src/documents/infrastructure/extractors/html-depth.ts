const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const NAME = /[a-zA-Z][^\s/>]*/y;
const TAG_START = /[a-zA-Z/!?]/;

/**
 * Prepares a page for the parser, so that no input costs more than its length: tags deeper than `maxDepth` become a
 * blank (their text stays), a run of `<` that opens nothing becomes one as text, comments and a tag that never ends are left out. One
 * pass; an ordinary page comes back as it was, without its comments.
 */
export function limitDepth(html: string, maxDepth: number): string {
  const kept: string[] = [];
  let depth = 0;
  let from = 0;
  for (let open = html.indexOf('<'); open !== -1; open = html.indexOf('<', from)) {
    if (open > from) kept.push(html.slice(from, open));
    from = open + 1;
    if (!TAG_START.test(html[open + 1] ?? '')) {
      if (kept[kept.length - 1] !== '&lt;') kept.push('&lt;');
      continue;
    }
    const comment = html.startsWith('<!--', open);
    const end = comment ? html.indexOf('-->', open + 4) : html.indexOf('>', open);
    if (end === -1) return kept.join('');
    from = end + (comment ? 3 : 1);
    if (comment) continue;
    const tag = html.slice(open, from);
    const step = stepOf(tag);
    if (step > 0) depth++;
    if (depth <= maxDepth) kept.push(tag);
    else if (kept[kept.length - 1] !== ' ') kept.push(' ');
    if (step < 0 && depth > 0) depth--;
  }
  kept.push(html.slice(from));
  return kept.join('');
}

/** 1 for a tag that opens an element, -1 for one that closes it, 0 for what does neither. */
function stepOf(tag: string): number {
  const closing = tag[1] === '/';
  NAME.lastIndex = closing ? 2 : 1;
  const name = NAME.exec(tag)?.[0].toLowerCase();
  if (!name || VOID.has(name) || tag.endsWith('/>')) return 0;
  return closing ? -1 : 1;
}
