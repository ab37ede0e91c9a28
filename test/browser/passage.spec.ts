import { runsOf, textOf } from '../../web/console/src/features/original/passage.js';

const found = (quote: string, text: string) =>
  runsOf(quote, text).map(({ start, end }) => text.slice(start, end));

describe('the words of a quote in a text that another program has read', () => {
  it.each([
    ['as they stand', 'wait seven minutes', 'First wait seven minutes.', ['wait seven minutes']],
    [
      'over line ends and doubled blanks',
      'wait seven minutes',
      'wait\n  seven minutes',
      ['wait\n  seven minutes'],
    ],
    ['without blanks between pieces of a line', 'wait seven', 'waitseven', ['waitseven']],
    ['hyphenated at the end of a line', 'information desk', 'infor-\nmation desk', ['infor-\nmation desk']],
    ['with soft hyphens', 'information', 'infor\u00admation', ['infor\u00admation']],
    ['with ligatures', 'efficient office', 'eﬃcient oﬃce', ['eﬃcient oﬃce']],
    ['with accents in two pieces', 'Café crème', 'Cafe\u0301 cre\u0300me', ['Cafe\u0301 cre\u0300me']],
    ['in other case', 'SAFETY FIRST', 'Safety first', ['Safety first']],
    ['in letters outside the first plane', 'set 𝔄', 'the set 𝔄.', ['set 𝔄']],
    ['in Chinese', '营业时间', '我们的营业时间是', ['营业时间']],
  ])('are found %s', (_, quote, text, expected) => expect(found(quote, text)).toEqual(expected));

  it('are found in pieces where something stands between them', () => {
    const text = 'The gate is opened at six in the morning. Page 4 of 9. Cars may park in the yard.';
    expect(found('The gate is opened at six in the morning. Cars may park in the yard.', text)).toEqual(
      ['The gate is opened at six in the morning. ', 'Cars may park in the yard.'].map((part) =>
        expect.stringContaining(part.trim().slice(0, -1)),
      ),
    );
  });

  it('are not found by chance', () => {
    expect(
      found('The dragon sleeps in the cave behind the mountain.', 'The gate of the yard is closed.'),
    ).toEqual([]);
    expect(found('', 'anything')).toEqual([]);
    expect(found(' \n- ', 'any - thing')).toEqual([]);
  });

  it('are found quickly on a long page that holds none of them', () => {
    const start = performance.now();
    expect(found('abcdefgh '.repeat(250), 'abcdefg '.repeat(2_500))).toEqual([]);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('the extracted text, from its passages', () => {
  const text = 'One two three. Four five six.\n\nSeven eight.';
  const chunk = (charStart: number, charEnd: number, header = '') => ({
    id: `${charStart}`,
    content: header + text.slice(charStart, charEnd),
    charStart,
    charEnd,
  });
  const whole = (chunks: ReturnType<typeof textOf>) => chunks.map((part) => part.text).join('');

  it('is whole again where passages overlap', () => {
    const chunks = textOf([chunk(0, 29), chunk(15, 43)]);
    expect(whole(chunks)).toBe(text);
    expect(chunks[1]).toMatchObject({ start: 29, end: 43 });
  });

  it('has its blanks again between passages', () => {
    expect(whole(textOf([chunk(0, 14), chunk(15, 29), chunk(31, 43)]))).toBe(text);
  });

  it('has the header of a table once', () => {
    const rows = textOf([chunk(0, 14), chunk(15, 29, 'a: b\n')]);
    expect(whole(rows)).toBe('One two three.\nFour five six.');
  });

  it('keeps the place of each passage, wherever the first one begins', () => {
    for (const { start, end, text: part } of textOf([chunk(15, 29), chunk(31, 43)])) {
      expect(part).toHaveLength(end - start);
      expect(text.slice(start, end)).toBe(part);
    }
  });
});
