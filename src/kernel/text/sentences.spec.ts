import fc from 'fast-check';

import { growth } from '../../../test/support/growth.js';
import { splitSentences } from './sentences.js';

const sentences = (text: string): string[] =>
  splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe('splitSentences', () => {
  it.each<[string, string, string[]]>([
    ['plain sentences', 'One here. Two there! Three?', ['One here.', 'Two there!', 'Three?']],
    [
      'decimals and versions',
      'It costs 3.50 euros. Use v1.2.3 now.',
      ['It costs 3.50 euros.', 'Use v1.2.3 now.'],
    ],
    ['abbreviations', 'Ask Dr. Smith, e.g. today. He knows.', ['Ask Dr. Smith, e.g. today.', 'He knows.']],
    [
      'numbers after No.',
      'See fig. 3 and no. 7. The answer is no. Go.',
      ['See fig. 3 and no. 7.', 'The answer is no.', 'Go.'],
    ],
    ['initials', 'J. R. Tolkien wrote it. Read on.', ['J. R. Tolkien wrote it.', 'Read on.']],
    [
      'German abbreviations',
      'Das gilt z.B. für Sie. Und bzw. auch uns.',
      ['Das gilt z.B. für Sie.', 'Und bzw. auch uns.'],
    ],
    [
      'quotes',
      'He said "Stop." She left. "Really?" he asked.',
      ['He said "Stop."', 'She left.', '"Really?" he asked.'],
    ],
    ['ellipsis', 'Well... maybe not. Sure... Then go.', ['Well... maybe not.', 'Sure...', 'Then go.']],
    ['references', 'It grew fast.[12] It fell later.', ['It grew fast.[12]', 'It fell later.']],
    ['Chinese', '退款需要三天。请联系客服！还有问题？', ['退款需要三天。', '请联系客服！', '还有问题？']],
    ['Japanese quotes', '「はい。」と言った。次です。', ['「はい。」', 'と言った。', '次です。']],
    ['Hindi', 'यह एक है। वह दो है।', ['यह एक है।', 'वह दो है।']],
    ['Arabic', 'هل هذا صحيح؟ نعم. شكرا', ['هل هذا صحيح؟', 'نعم.', 'شكرا']],
    ['paragraphs', 'A title\n\nThen text', ['A title', 'Then text']],
    [
      'wrapped lines',
      'This sentence goes on over the end of the line and\nends here. Next.',
      ['This sentence goes on over the end of the line and\nends here.', 'Next.'],
    ],
    [
      'bullets',
      'We offer:\n- red wine\n- white wine\n1. First\n2. Second',
      ['We offer:', '- red wine', '- white wine', '1. First', '2. Second'],
    ],
    [
      'short title lines',
      'Refunds\nWe refund within 30 days of purchase.',
      ['Refunds', 'We refund within 30 days of purchase.'],
    ],
    [
      'Markdown',
      '# Title\ntext here\n| a | b |\n| 1 | 2 |',
      ['# Title', 'text here', '| a | b |', '| 1 | 2 |'],
    ],
    ['URLs', 'See https://a.example/x.html. Then go.', ['See https://a.example/x.html.', 'Then go.']],
    ['nothing', ' \n\t ', []],
  ])('should cut %s', (_, text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });

  it('should give ordered, trimmed ranges that hold every visible character', () => {
    const alphabet = fc.constantFrom(
      'a',
      'B',
      ' ',
      '.',
      '\n',
      '?',
      '"',
      '。',
      '1',
      '-',
      '[',
      ']',
      '…',
      '\r',
      '#',
    );
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 200 }), (text) => {
        let end = 0;
        let kept = '';
        for (const range of splitSentences(text)) {
          expect(range.start).toBeGreaterThanOrEqual(end);
          expect(range.end).toBeGreaterThan(range.start);
          const sentence = text.slice(range.start, range.end);
          expect(sentence).toBe(sentence.trim());
          kept += sentence;
          end = range.end;
        }
        expect(kept.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });

  it.each([
    'a. ',
    '. ',
    '.',
    '\n',
    ' ',
    '1. 1',
    '[1',
    '。',
    '"',
    'a\n',
    'A.',
    '? a ',
    ' \n',
    'x',
    '\n- ',
    '...[1]',
  ])('should take 160 KB of %j in linear time', (part) => {
    expect(growth(splitSentences, part.repeat(5_000 / part.length))).toBeLessThan(8);
  });
});
