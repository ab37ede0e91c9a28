import fc from 'fast-check';
import type { Block } from '../extraction/block.js';
import { chunkingOptions } from './chunking-options.js';
import { Chunker, type Passage } from './chunker.js';

interface Plan {
  blocks: Block[];
  /** The extracted text, laid out independently of the chunker. */
  text: string;
}

const options = fc
  .record({ maxChars: fc.integer({ min: 200, max: 900 }), overlapChars: fc.integer({ min: 0, max: 300 }) })
  .map((given) => chunkingOptions(given));

const prose = fc
  .array(
    fc.oneof(
      fc.stringMatching(/^[a-z]{1,12}[.!?]?$/),
      fc.stringMatching(/^[A-Za-z0-9,;-]{1,20}$/),
      fc.constantFrom(
        '漢字仮名交じり文。',
        '🙂🙃',
        'e\u0301\u0302',
        'x'.repeat(1500),
        'Dr.',
        'z. B.',
        '\n',
        '3.14',
      ),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map((words) => words.join(' ').trim())
  .filter((text) => text !== '');

const line = prose.map((text) => text.replace(/\s+/g, ' ')).filter((text) => text !== '');

const block: fc.Arbitrary<Block[]> = fc.oneof(
  fc
    .record({ type: fc.constant('heading' as const), level: fc.integer({ min: 1, max: 4 }), text: line })
    .map((one) => [one]),
  fc
    .record({ type: fc.constant('paragraph' as const), text: prose, tight: fc.boolean() })
    .map((one) => [one]),
  fc.record({ type: fc.constant('code' as const), text: prose }).map((one) => [one]),
  fc
    .record({ header: fc.boolean(), rows: fc.array(line, { minLength: 1, maxLength: 12 }), table: fc.nat() })
    .map(({ header, rows, table }) =>
      rows.map((text, index): Block => ({
        type: 'row',
        table,
        text,
        ...(header && index === 0 ? { header } : {}),
      })),
    ),
);

const plans = fc
  .array(block, { minLength: 1, maxLength: 12 })
  .chain((groups) =>
    fc
      .array(fc.nat({ max: 2 }), { minLength: groups.length, maxLength: groups.length })
      .map((steps) => planOf(groups, steps)),
  );

function planOf(groups: Block[][], steps: number[]): Plan {
  let page = 1;
  let text = '';
  let before: Block | null = null;
  const blocks = groups.flatMap((group, index) => {
    page += steps[index];
    return group.map((one) => ({ ...one, page, ...(one.type === 'row' ? { table: index } : {}) }) as Block);
  });
  for (const one of blocks) {
    if (one.type === 'progress') continue;
    const near =
      (one.type === 'row' && before?.type === 'row' && before.table === one.table) ||
      (one.type === 'paragraph' && one.tight === true && before?.type === 'paragraph');
    text += (before === null ? '' : near ? '\n' : '\n\n') + one.text;
    before = one;
  }
  return { blocks, text };
}

function chunk(blocks: Block[], given = {}): Passage[] {
  const chunker = new Chunker(chunkingOptions(given));
  return [...blocks.flatMap((one) => chunker.push(one)), ...chunker.finish()];
}

describe('Chunker', () => {
  it('covers every character that is not blank, with exact ranges, within the size, in order', () => {
    fc.assert(
      fc.property(plans, options, ({ blocks, text }, given) => {
        const passages = chunk(blocks, given);
        const covered = new Uint8Array(text.length);
        let before = -1;
        for (const { content, charStart, charEnd } of passages) {
          const slice = text.slice(charStart, charEnd);
          // A table that goes on repeats its header in front; everything else is the text itself.
          expect(content === slice || content.endsWith(`\n${slice}`)).toBe(true);
          expect(content.trim()).not.toBe('');
          expect(content.length).toBeLessThanOrEqual(given.maxChars);
          expect(charStart).toBeGreaterThan(before);
          before = charStart;
          covered.fill(1, charStart, charEnd);
        }
        const missed = [...covered.keys()].find((at) => covered[at] === 0 && text[at].trim() !== '');
        expect(missed).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it('repeats no more than the overlap', () => {
    fc.assert(
      fc.property(plans, options, ({ blocks }, given) => {
        const passages = chunk(blocks, given);
        for (let i = 1; i < passages.length; i++) {
          expect(passages[i - 1].charEnd - passages[i].charStart).toBeLessThanOrEqual(given.overlapChars);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('never lets a passage run over a page or a heading', () => {
    fc.assert(
      fc.property(plans, options, ({ blocks }, given) => {
        const places = blocks.filter((one) => one.type !== 'progress');
        let end = 0;
        let before: (typeof places)[number] | null = null;
        const ranges = places.map((one) => {
          const near =
            (one.type === 'row' && before?.type === 'row' && before.table === one.table) ||
            (one.type === 'paragraph' && one.tight === true && before?.type === 'paragraph');
          const start: number = before === null ? 0 : end + (near ? 1 : 2);
          end = start + one.text.length;
          before = one;
          return { start, end, page: one.page, heading: one.type === 'heading' };
        });
        for (const { charStart, charEnd, page } of chunk(blocks, given)) {
          const inside = ranges.filter((range) => range.start < charEnd && range.end > charStart);
          expect(inside.every((range) => range.page === page)).toBe(true);
          const lastHeading = inside.findLastIndex((range) => range.heading);
          expect(inside.slice(0, lastHeading + 1).every((range) => range.heading)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('takes time in proportion to the text', () => {
    const blocksOf = (count: number): Block[] =>
      Array.from({ length: count }, (_, index) => ({
        type: 'paragraph',
        text: `Sentence number ${index} says little. `.repeat(20).trim(),
      }));
    const time = (count: number) => {
      const start = process.cpuUsage();
      chunk(blocksOf(count));
      return process.cpuUsage(start).user;
    };
    time(500);
    expect(time(4000)).toBeLessThan(Math.max(time(500), 1000) * 8 * 4);
  });

  it('cuts prose at sentences and repeats the last ones', () => {
    const text = Array.from(
      { length: 30 },
      (_, index) => `This is sentence number ${index} of the text.`,
    ).join(' ');
    const passages = chunk([{ type: 'paragraph', text }], { maxChars: 300, overlapChars: 90 });
    expect(passages.length).toBeGreaterThan(3);
    for (const { content } of passages) expect(content).toMatch(/^This is sentence .*text\.$/);
    expect(passages[1].content.startsWith(passages[0].content.slice(-88).replace(/^[^T]*/, ''))).toBe(true);
  });

  it('gives every passage of a table its header row', () => {
    const rows: Block[] = Array.from({ length: 60 }, (_, index) => ({
      type: 'row',
      table: 1,
      text: `item ${index} | ${index * 3}`,
    }));
    const passages = chunk([{ type: 'row', table: 1, header: true, text: 'Name | Price' }, ...rows], {
      maxChars: 250,
    });
    expect(passages.length).toBeGreaterThan(2);
    for (const { content } of passages) {
      expect(content.startsWith('Name | Price\n')).toBe(true);
      expect(content.split('\n').every((row) => /^(Name \| Price|item \d+ \| \d+)$/.test(row))).toBe(true);
    }
  });

  it('cuts code at its lines', () => {
    const text = Array.from({ length: 60 }, (_, index) => `  call(${index}); // step`).join('\n');
    for (const { content } of chunk([{ type: 'code', text }], { maxChars: 220 })) {
      for (const codeLine of content.split('\n')) expect(codeLine).toMatch(/^\s*call\(\d+\); \/\/ step$/);
    }
  });

  it('knows the heading path and keeps a heading with its text', () => {
    const passages = chunk([
      { type: 'heading', level: 1, text: 'Guide' },
      { type: 'heading', level: 2, text: 'Install' },
      { type: 'paragraph', text: 'Run it.' },
      { type: 'heading', level: 2, text: 'Use' },
      { type: 'paragraph', text: 'Call it.' },
      { type: 'heading', level: 1, text: 'Appendix' },
      { type: 'paragraph', text: 'More.' },
    ]);
    expect(passages.map(({ heading, content }) => [heading.join(' > '), content])).toEqual([
      ['Guide > Install', 'Guide\n\nInstall\n\nRun it.'],
      ['Guide > Use', 'Use\n\nCall it.'],
      ['Appendix', 'Appendix\n\nMore.'],
    ]);
  });

  it('gives the sentences of a paragraph that runs over a page their own page', () => {
    const first =
      'The first sentence stands on page one and is long enough to be cut from the rest of it.'.repeat(3);
    const text = `${first} The second one begins on page two.`;
    const passages = chunk([
      { type: 'paragraph', text, page: 1, pageStarts: [{ at: first.length + 1, page: 2 }] },
    ]);
    expect(passages.map(({ page }) => page)).toEqual([1, 2]);
    expect(passages[1].content).toBe('The second one begins on page two.');
  });

  it('never cuts a surrogate pair or a combining mark from its letter', () => {
    for (const text of ['🙂'.repeat(500), 'e\u0301'.repeat(500)]) {
      for (const { content } of chunk([{ type: 'paragraph', text }], { maxChars: 201 })) {
        expect(content).not.toMatch(/^[\udc00-\udfff\u0301]/);
      }
    }
  });

  it('makes nothing of nothing', () => {
    expect(chunk([])).toEqual([]);
    expect(chunk([{ type: 'progress', done: 1, total: 1 }])).toEqual([]);
  });
});
