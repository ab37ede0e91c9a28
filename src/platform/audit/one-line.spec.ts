import { oneLine } from './one-line.js';

describe('oneLine', () => {
  it.each([
    ['a\nb', 'a\\u{a}b'],
    ['a\r\nb', 'a\\u{d}\\u{a}b'],
    ['a\0b', 'a\\u{0}b'],
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['\u202eevil', '\\u{202e}evil'],
    ['a\u2028b', 'a\\u{2028}b'],
    ['Zoë’s “bot” 漢字 👩‍👩‍👧', 'Zoë’s “bot” 漢字 👩‍👩‍👧'],
  ])('writes %j as %j', (text, line) => expect(oneLine(text, 200)).toBe(line));

  it('is never longer than asked, and never half a character', () => {
    expect(oneLine('\n'.repeat(1e6), 50)).toHaveLength(50);
    expect(oneLine('ab😀', 3)).toBe('ab\ufffd');
    expect(oneLine('\ud800', 10)).toBe('\ufffd');
  });
});
