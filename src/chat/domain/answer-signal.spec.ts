import fc from 'fast-check';

import { AnswerSignal, ANSWERED_LINE, UNANSWERED_LINE } from './answer-signal.js';

function read(pieces: string[]): { text: string; answered?: boolean } {
  const signal = new AnswerSignal();
  const text = pieces.map((piece) => signal.push(piece)).join('') + signal.end();
  return { text, answered: signal.answered };
}

const SIGNALLED: [answer: string, text: string, answered: boolean][] = [
  [`${ANSWERED_LINE}\nSixteen weeks [1].`, 'Sixteen weeks [1].', true],
  [`${UNANSWERED_LINE}\n\nI do not know.`, 'I do not know.', false],
  [`${ANSWERED_LINE}\r\n**Sixteen** weeks.`, '**Sixteen** weeks.', true],
  ['**ANSWERED: yes**\n\nSixteen weeks.', 'Sixteen weeks.', true],
  ['**Answered:** no\nSorry.', 'Sorry.', false],
  ['\n `answered: YES`\nSixteen weeks.', 'Sixteen weeks.', true],
  ['ANSWERED:yes Sixteen weeks.', 'Sixteen weeks.', true],
  ['ANSWERED = no.\nSorry.', 'Sorry.', false],
  [UNANSWERED_LINE, '', false],
  [`${ANSWERED_LINE}\n  \n`, '', true],
];

const IGNORED = [
  'Sixteen weeks [1].',
  '',
  'A',
  'Answered',
  'Answered questions are listed here.',
  'ANSWERED: nobody knows',
  'answered: yesterday at noon',
  'Answered: maybe',
  '\n\n  Sixteen weeks.',
  '**Sixteen** weeks',
  '[1] says so.',
  `Well. ${ANSWERED_LINE}\nSixteen weeks.`,
  ` ${'>'.repeat(200)}`,
  '答えは十六週間です。',
];

describe('AnswerSignal', () => {
  it.each(SIGNALLED)('takes the signal off %j', (answer, text, answered) => {
    expect(read([answer])).toEqual({ text, answered });
  });

  it.each(IGNORED)('leaves %j as it is', (answer) => {
    expect(read([answer])).toEqual({ text: answer, answered: undefined });
  });

  it('does the same whatever the split', () => {
    const answers = [...SIGNALLED.map(([answer]) => answer), ...IGNORED];
    fc.assert(
      fc.property(fc.constantFrom(...answers), fc.array(fc.nat(40)), (answer, cuts) => {
        const places = [...new Set([0, ...cuts.filter((cut) => cut < answer.length), answer.length])];
        places.sort((a, b) => a - b);
        const pieces = places.slice(1).map((end, i) => answer.slice(places[i], end));
        expect(read(pieces)).toEqual(read([answer]));
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not hold back an answer that cannot become the signal', () => {
    const signal = new AnswerSignal();
    expect(signal.push('An')).toBe('');
    expect(signal.push('other ')).toBe('Another ');
    expect(signal.push('ANSWERED: no')).toBe('ANSWERED: no');
  });

  it('lets the answer begin as soon as the signal is over', () => {
    const signal = new AnswerSignal();
    expect(['ANSWERED', ': yes', '\n', 'Six', 'teen'].map((piece) => signal.push(piece))).toEqual([
      '',
      '',
      '',
      'Six',
      'teen',
    ]);
  });
});
