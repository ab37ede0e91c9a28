const LONGEST = 500;
const AIM = 350;

/**
 * Cuts what is too long to be quoted whole (code, navigation, text without full stops) into fragments: at line ends,
 * else after a comma or semicolon, else at a blank. `…` shows where something is missing.
 */
export function fragmentsOf(text: string): string[] {
  if (text.length <= LONGEST) return [text];
  const fragments = text
    .split('\n')
    .flatMap(cutLine)
    .filter((fragment) => fragment.trim() !== '');
  return fragments.map(
    (fragment, i) => `${i > 0 ? '… ' : ''}${fragment.trim()}${i < fragments.length - 1 ? ' …' : ''}`,
  );
}

function cutLine(line: string): string[] {
  const parts: string[] = [];
  let from = 0;
  while (line.length - from > LONGEST) {
    const end = from + borderBefore(line.slice(from, from + AIM));
    parts.push(line.slice(from, end));
    from = end;
  }
  parts.push(line.slice(from));
  return parts;
}

/** Where to cut a stretch of text: behind its last comma or semicolon, else its last blank, else at a whole character. */
function borderBefore(stretch: string): number {
  const soft = Math.max(...[', ', '; ', '，', '、', '；'].map((mark) => stretch.lastIndexOf(mark)));
  if (soft > AIM / 2) return soft + 1;
  const blank = stretch.lastIndexOf(' ');
  if (blank > AIM / 2) return blank;
  return isHighSurrogate(stretch.charCodeAt(stretch.length - 1)) ? stretch.length - 1 : stretch.length;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
