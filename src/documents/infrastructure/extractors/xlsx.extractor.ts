import { readFile } from 'node:fs/promises';
import readXlsxFile from 'read-excel-file/node';
import { extractionErrors } from '../../domain/extraction/extraction-errors.js';
import { oneLine } from './clean-text.js';
import type { Extractor } from './extractor.js';
import { OfficeArchive } from './office-archive.js';
import { rowBlock, TableGuard } from './table-rows.js';

type Cell = string | number | boolean | Date | null;

/** Every sheet is a heading and a table; its first row that is not empty is the header. */
export const extractXlsx: Extractor = async function* ({ path, limits }) {
  const data = await readFile(path).catch((error) => {
    throw extractionErrors.fileMissing(error);
  });
  await (await OfficeArchive.open(data, limits)).verifyXml();
  yield { type: 'progress', done: 1, total: 4 };
  const sheets = await readXlsxFile(data).catch((error) => {
    if (error instanceof RangeError) throw error;
    throw extractionErrors.invalid(error);
  });
  const guard = new TableGuard(limits);
  for (const [index, { sheet, data: rows }] of sheets.entries()) {
    const name = oneLine(sheet);
    if (name && rows.length > 0) yield { type: 'heading', level: 1, text: name };
    let header = true;
    for (const row of rows as Cell[][]) {
      const block = rowBlock(row.map(cellText), index, header, guard);
      if (!block) continue;
      header = false;
      yield block;
    }
    yield { type: 'progress', done: 1 + (3 * (index + 1)) / sheets.length, total: 4 };
  }
};

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) {
    if (Number.isNaN(cell.getTime())) return '';
    const iso = cell.toISOString();
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
  }
  if (typeof cell === 'number') return String(Number(cell.toPrecision(15)));
  return String(cell);
}
