const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const NAME = /[a-zA-Z][^\s/>]*/y;

/**
 * Returns the page unchanged unless its elements nest deeper than `maxDepth`; then all tags below that depth are
 * replaced by blanks, so that their text stays. One pass from `<` to `>`: linear, whatever the input.
 */
export function limitDepth(html: string, maxDepth: number): string {
  const kept: string[] = [];
  let depth = 0;
  let from = 0;
  for (let open = html.indexOf('<'); open !== -1; open = html.indexOf('<', from)) {
    const closing = html[open + 1] === '/';
    NAME.lastIndex = open + (closing ? 2 : 1);
    const name = NAME.exec(html)?.[0].toLowerCase();
    const end = html.indexOf('>', open);
    if (end === -1) break;
    if (open > from) kept.push(html.slice(from, open));
    from = end + 1;
    if (!name || VOID.has(name) || html[end - 1] === '/') {
      kept.push(html.slice(open, from));
      continue;
    }
    if (!closing) depth++;
    if (depth <= maxDepth) kept.push(html.slice(open, from));
    else if (kept[kept.length - 1] !== ' ') kept.push(' ');
    if (closing && depth > 0) depth--;
  }
  kept.push(html.slice(from));
  return kept.join('');
}
