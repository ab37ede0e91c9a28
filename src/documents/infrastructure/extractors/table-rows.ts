import type { RowBlock } from '../../domain/extraction/block.js';
import { extractionErrors } from '../../domain/extraction/extraction-errors.js';
import type { ExtractionLimits } from '../../domain/extraction/extraction-limits.js';
import { oneLine } from './clean-text.js';

/** Counts rows over all tables of a document and refuses what no table of a person is. */
export class TableGuard {
  private rows = 0;

  constructor(private readonly limits: ExtractionLimits) {}

  check(columns: number): void {
    if (++this.rows > this.limits.maxTableRows)
      throw extractionErrors.tableTooLarge('rows', this.limits.maxTableRows);
    if (columns > this.limits.maxTableColumns) {
      throw extractionErrors.tableTooLarge('columns', this.limits.maxTableColumns);
    }
  }
}

/** A row as one line, cells separated by ` | `; null for a row without content. Empty cells at the end are left out. */
export function rowBlock(
  cells: string[],
  table: number,
  header: boolean,
  guard: TableGuard,
): RowBlock | null {
  guard.check(cells.length);
  const texts = cells.map(oneLine);
  while (texts.length > 0 && texts[texts.length - 1] === '') texts.pop();
  if (texts.length === 0) return null;
  return { type: 'row', table, text: texts.join(' | ').trim(), ...(header ? { header: true } : {}) };
}
