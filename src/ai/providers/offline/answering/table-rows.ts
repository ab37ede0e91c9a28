/** A run of lines that form a table, as they will be quoted. */
export interface Table {
  /** Index of the first line, and of the line behind the last. */
  from: number;
  to: number;
  /** Body rows: "header: value" pairs, or the cells alone where the table has no header. */
  rows: string[];
}

const RULE_CELL = /^:?-{2,}:?$/u;
const LONGEST_DELIMITED_CELL = 60;
const FEWEST_DELIMITED_LINES = 3;
const FEWEST_DELIMITED_CELLS = 3;

/**
 * Finds the tables in a text: rows with bars or tabs, and runs of lines with equally many commas or semicolons that
 * cannot be prose.
 */
export function tablesIn(lines: readonly string[]): Table[] {
  const tables: Table[] = [];
  for (let from = 0; from < lines.length; from++) {
    const split = splitterOf(lines, from);
    if (!split) continue;
    let to = from;
    const cells: string[][] = [];
    let ruleAt = -1;
    for (; to < lines.length && split(lines[to]); to++) {
      const row = split(lines[to])!;
      if (row.every((cell) => RULE_CELL.test(cell))) ruleAt = cells.length;
      else cells.push(row);
    }
    tables.push({ from, to, rows: render(cells, ruleAt) });
    from = to - 1;
  }
  return tables;
}

type Splitter = (line: string) => string[] | undefined;

function splitterOf(lines: readonly string[], at: number): Splitter | undefined {
  if (splitBars(lines[at])) return splitBars;
  if (lines[at].includes('\t') && splitTabs(lines[at])) return splitTabs;
  for (const delimiter of [';', ',']) {
    const count = lines[at].split(delimiter).length;
    if (count < FEWEST_DELIMITED_CELLS) continue;
    const split: Splitter = (line) => {
      const cells = line.split(delimiter).map(clean);
      return cells.length === count && cells.every((cell) => cell.length <= LONGEST_DELIMITED_CELL)
        ? cells
        : undefined;
    };
    const run = lines.slice(at, at + FEWEST_DELIMITED_LINES);
    if (run.length === FEWEST_DELIMITED_LINES && run.every((line) => split(line) && !/[.!?]\s*$/u.test(line)))
      return split;
  }
  return undefined;
}

function splitBars(line: string): string[] | undefined {
  if (!line.includes('|')) return undefined;
  const inner = line.trim().replace(/^\|/u, '').replace(/\|$/u, '');
  const cells = inner.split(/(?<!\\)\|/u).map((cell) => clean(cell.replaceAll('\\|', '|')));
  return cells.length >= 2 || line.trim().startsWith('|') ? cells : undefined;
}

function splitTabs(line: string): string[] | undefined {
  const cells = line.trim().split('\t').map(clean);
  return cells.length >= 2 ? cells : undefined;
}

function clean(cell: string): string {
  return cell
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^"(.*)"$/u, '$1');
}

function render(rows: string[][], ruleAt: number): string[] {
  const header = ruleAt === 1 || (rows.length > 1 && looksLikeHeader(rows[0])) ? rows[0] : undefined;
  const body = header ? rows.slice(1) : rows;
  return body
    .map((cells) =>
      cells
        .map((cell, i) => pair(header?.[i], cell))
        .filter(Boolean)
        .join('; '),
    )
    .filter(Boolean);
}

function pair(header: string | undefined, cell: string): string {
  return cell && header && header !== cell ? `${header}: ${cell}` : cell;
}

function looksLikeHeader(cells: string[]): boolean {
  return new Set(cells).size === cells.length && !cells.some((cell) => /^[\p{N}\p{Sc}\s.,%+-]+$/u.test(cell));
}
