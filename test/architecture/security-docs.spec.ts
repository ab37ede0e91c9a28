import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './source-files.js';

const FOLDER = join(ROOT, 'docs/security');
const ENDINGS = ['.e2e-spec.ts', '.spec.ts', '.ts'];

/** Levels 1 and 2 of ASVS 5.0.0: chapter.section, and how far the numbers go that are of these levels. */
const REQUIRED: Record<string, number> = {
  '2.1': 3,
  '2.2': 3,
  '2.3': 4,
  '2.4': 1,
  '3.2': 2,
  '3.3': 4,
  '3.4': 6,
  '3.5': 5,
  '3.7': 2,
  '4.1': 3,
  '4.2': 1,
  '4.3': 2,
  '4.4': 4,
  '6.1': 3,
  '6.2': 12,
  '6.3': 4,
  '6.4': 4,
  '6.5': 5,
  '6.6': 3,
  '6.8': 4,
  '7.1': 3,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 2,
  '7.6': 2,
  '8.1': 2,
  '8.2': 3,
  '8.3': 1,
  '8.4': 1,
  '9.1': 3,
  '9.2': 4,
  '11.1': 2,
  '11.2': 3,
  '11.3': 3,
  '11.4': 4,
  '11.5': 1,
  '11.6': 1,
  '14.1': 2,
  '14.2': 4,
  '14.3': 3,
  '16.1': 1,
  '16.2': 5,
  '16.3': 4,
  '16.4': 3,
  '16.5': 3,
};

/** A file of tests that a page names, and the titles that it quotes of it. */
interface Citation {
  file: string;
  titles: string[];
}

const pages = () => readdirSync(FOLDER).map((name) => readFileSync(join(FOLDER, name), 'utf8'));

/** Titles follow the file that they are in: `e2e/sessions` “are listed”, “are ended”. */
function citations(page: string): Citation[] {
  const found: Citation[] = [];
  for (const line of page.split('\n')) {
    let last: Citation | undefined;
    for (const [, code, title] of line.matchAll(/`([^`]+)`|“([^”]+)”/g)) {
      if (title !== undefined) {
        if (!last) throw new Error(`a title without a file: ${line}`);
        last.titles.push(title);
      } else if (/^(src\/.+\.spec|(architecture|browser|crash|e2e|integration)\/[\w./-]+)$/.test(code)) {
        found.push((last = { file: code, titles: [] }));
      }
    }
  }
  return found;
}

function fileOf(name: string): string | undefined {
  const base = join(ROOT, name.startsWith('src/') ? name : `test/${name}`);
  return ENDINGS.map((ending) => base + ending).find((path) => existsSync(path));
}

/** What is cited and not there. */
function missing({ file, titles }: Citation): string[] {
  const path = fileOf(file);
  if (!path) return [`${file} does not exist`];
  const text = readFileSync(path, 'utf8');
  return titles.filter((title) => !text.includes(title)).map((title) => `${file} has no “${title}”`);
}

const required = Object.entries(REQUIRED).flatMap(([section, last]) =>
  Array.from({ length: last }, (_, index) => `${section}.${index + 1}`),
);

/** Where a requirement is dealt with: at the head of a row, or in the sentence that says why it does not apply. */
function listed(page: string): string[] {
  return page
    .split('\n')
    .map((line) => /^\| ([^|]+)\|/.exec(line)?.[1] ?? /^(\d.+) concerns? /.exec(line)?.[1] ?? '')
    .flatMap((head) => [...head.matchAll(/\b\d+\.\d+\.\d+\b/g)].map(String));
}

describe('docs/security', () => {
  it('cites tests that exist, by titles that they have', () => {
    const cited = pages().flatMap(citations);
    expect(cited.length).toBeGreaterThan(150);
    expect(cited.flatMap(missing)).toEqual([]);
  });

  it('deals with every requirement of levels 1 and 2, each in one place beside “Not met”', () => {
    const traced = readdirSync(FOLDER)
      .filter((name) => name !== 'README.md')
      .flatMap((name) => listed(readFileSync(join(FOLDER, name), 'utf8')));
    expect(required.filter((id) => !traced.includes(id))).toEqual([]);
    expect(traced.filter((id, at) => traced.indexOf(id) !== at)).toEqual([]);
  });

  it('says in “Not met” what the pages say is not', () => {
    const listedThere = listed(readFileSync(join(FOLDER, 'README.md'), 'utf8')).sort();
    const marked = pages()
      .flatMap((page) => page.split('\n'))
      .filter((line) => line.includes('](README.md#not-met)'))
      .flatMap(listed)
      .sort();
    expect(marked).toEqual(listedThere);
  });

  it('is read by a test that sees what is not there', () => {
    const [citation] = citations('| x | `e2e/sessions` “are listed with device”, “are never there” |');
    expect(missing(citation)).toEqual(['e2e/sessions has no “are never there”']);
    expect(missing({ file: 'e2e/nothing', titles: [] })).toEqual(['e2e/nothing does not exist']);
    expect(citations('`e2e/a` and `src/b.spec` “c”')).toEqual([
      { file: 'e2e/a', titles: [] },
      { file: 'src/b.spec', titles: ['c'] },
    ]);
    expect(listed('| 1.2.3, 1.2.4 what | 9.9.9 |\n1.1.1 and 1.1.2 concern nothing')).toEqual([
      '1.2.3',
      '1.2.4',
      '1.1.1',
      '1.1.2',
    ]);
  });
});
