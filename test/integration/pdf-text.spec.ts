import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { words } from '../../src/kernel/text/normalise.js';
import { DEFAULT_CHUNKING } from '../../src/documents/domain/chunking/chunking-options.js';
import { ChildProcessTextExtraction } from '../../src/documents/infrastructure/extraction/child-process-text.extraction.js';

const HANDBOOK = join(__dirname, '../../examples/nordlicht-battery-handbook.pdf');

/** The pages' texts as the pdf-parse package reads them; a process of its own, since jest cannot load its worker. */
function pagesByPdfParse(path: string): { num: number; text: string }[] {
  const script = `
    import { readFileSync } from 'node:fs';
    import { PDFParse } from 'pdf-parse';
    const parser = new PDFParse({ data: new Uint8Array(readFileSync(${JSON.stringify(path)})) });
    process.stdout.write(JSON.stringify((await parser.getText()).pages), () => process.exit(0));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(__dirname, '../..'),
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(output.toString()) as { num: number; text: string }[];
}

describe('text of a PDF', () => {
  it('is, page by page, what an independent reader finds', async () => {
    const extraction = new ChildProcessTextExtraction({ idleMs: 1 });
    const ours = new Map<number, Set<string>>();
    const source = { path: HANDBOOK, mimeType: 'application/pdf' };
    const batches = extraction.read(source, DEFAULT_CHUNKING, new AbortController().signal, () => {});
    for await (const batch of batches) {
      for (const { page, content } of batch) {
        const known = ours.get(page!) ?? new Set<string>();
        for (const word of words(content)) known.add(word);
        ours.set(page!, known);
      }
    }
    extraction.onModuleDestroy();

    const theirs = pagesByPdfParse(HANDBOOK);
    expect(theirs.length).toBeGreaterThanOrEqual(50);
    for (const { num, text } of theirs) {
      // The running foot, which we leave out, stands on the last two lines.
      const expected = words(text.split('\n').slice(0, -2).join('\n'));
      const missing = expected.filter((word) => !ours.get(num)?.has(word));
      expect({
        page: num,
        missing: missing.length / Math.max(1, expected.length) < 0.05 ? [] : missing,
      }).toEqual({
        page: num,
        missing: [],
      });
    }
  });
});
