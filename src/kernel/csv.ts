/**
 * What a spreadsheet takes for the beginning of a formula (OWASP ASVS 5.0, 1.2.10), in its full-width forms as well. A
 * quote in front of one is escaped like the sign itself, so that the way back is unambiguous.
 */
const FORMULA = /^'*[=+\-@\t\r\n\0＝＋－＠]/;

/** One line of a CSV file (RFC 4180) that no spreadsheet executes; see `csvCell`. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => csvCell(cell ?? '')).join(',')}\r\n`;
}

/** Always quoted; what looks like a formula gets a `'` in front, which `fromCsvCell` takes away again. */
export function csvCell(text: string): string {
  const inert = FORMULA.test(text) ? `'${text}` : text;
  return `"${inert.replaceAll('"', '""')}"`;
}

/** The text that `csvCell` was given, from what a CSV reader found in the cell. */
export function fromCsvCell(read: string): string {
  return read.startsWith("'") && FORMULA.test(read) ? read.slice(1) : read;
}
