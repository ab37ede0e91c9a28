import { parse } from 'csv-parse/sync';

import { csvLine, fromCsvCell } from './csv.js';

const HOSTILE = [
  '=HYPERLINK("http://evil.example","x")',
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-2+3',
  '@SUM(1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '\0=1',
  '＝1+1',
  "'=1",
  "''=1",
];
const PLAIN = ['', 'a', 'a,b', 'say "hi"', 'two\nlines', "it's", "'quoted'", 'a=b', 'é漢😀', '1'];

const lines = (text: string): string[][] => parse(text);

describe('CSV', () => {
  it('comes back as it went in, whatever it is', () => {
    const cells = [...HOSTILE, ...PLAIN];
    const [read] = lines(csvLine(cells));
    expect(read.map(fromCsvCell)).toEqual(cells);
  });

  it.each(HOSTILE)('begins no cell with a formula: %j', (text) => {
    const [[read]] = lines(csvLine([text]));
    expect(read).toMatch(/^'/);
  });

  it('leaves everything else alone', () => {
    expect(lines(csvLine(PLAIN))).toEqual([PLAIN]);
    expect(csvLine(['a', null])).toBe('"a",""\r\n');
  });
});
