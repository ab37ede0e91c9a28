import { tablesIn } from './table-rows.js';

const rowsOf = (text: string) => tablesIn(text.split('\n')).flatMap(({ rows }) => rows);

describe('tablesIn', () => {
  it('should write the rows of a Markdown table as pairs', () => {
    expect(rowsOf('| Plan | Price |\n| --- | ---: |\n| Basic | 10 EUR |\n| Pro | |')).toEqual([
      'Plan: Basic; Price: 10 EUR',
      'Plan: Pro',
    ]);
  });

  it('should write rows of cells set apart by bars or tabs as pairs', () => {
    expect(rowsOf('Code | Meaning\nE01 | Tank empty')).toEqual(['Code: E01; Meaning: Tank empty']);
    expect(rowsOf('Code\tMeaning\nE01\tTank empty')).toEqual(['Code: E01; Meaning: Tank empty']);
  });

  it('should know comma-separated lines by their number of cells', () => {
    expect(rowsOf('Name,Age,City\nAda,36,London\nAlan,41,"Wilmslow"')).toEqual([
      'Name: Ada; Age: 36; City: London',
      'Name: Alan; Age: 41; City: Wilmslow',
    ]);
  });

  it('should take no numbers for a header', () => {
    expect(rowsOf('2024 | 10\n2025 | 12')).toEqual(['2024; 10', '2025; 12']);
  });

  it('should leave prose alone', () => {
    expect(
      tablesIn('Red, green, blue, and so on.\nOne, two, three, and four.\nA, b, c, and d.'.split('\n')),
    ).toEqual([]);
    expect(tablesIn(['Just a line.', '', 'Another'])).toEqual([]);
  });

  it('should say which lines it took', () => {
    expect(tablesIn('Before.\n\na | b\nc | d\n\nAfter.'.split('\n'))).toMatchObject([{ from: 2, to: 4 }]);
  });

  it('should take time in proportion to hostile lines', () => {
    const before = process.cpuUsage();
    tablesIn([`|${' '.repeat(100_000)}x`, `|${' |'.repeat(50_000)}`, '-'.repeat(100_000) + '|x']);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
  });
});
