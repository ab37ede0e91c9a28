import fc from 'fast-check';

import { Reasoning } from './reasoning.js';

function shown(pieces: string[]): string {
  const reasoning = new Reasoning();
  return pieces.map((piece) => reasoning.push(piece)).join('') + reasoning.end();
}

const CASES: [text: string, shown: string][] = [
  ['<think>\nHm, <b>.\n</think>\n\nThree years.', 'Three years.'],
  ['\n<think></think>Three <think> years</think>.', 'Three <think> years</think>.'],
  ['Three years. <think>no</think>', 'Three years. <think>no</think>'],
  ['<thin', '<thin'],
  ['<thing>', '<thing>'],
  ['<think>never ended </thi', ''],
  ['  plain', '  plain'],
  ['', ''],
];

describe('Reasoning', () => {
  it.each(CASES)('of %j shows %j', (text, rest) => expect(shown([text])).toBe(rest));

  it('does the same whatever the split', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CASES), fc.array(fc.nat(40)), ([text, rest], cuts) => {
        const places = [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])];
        places.sort((a, b) => a - b);
        expect(shown(places.slice(1).map((end, i) => text.slice(places[i], end)))).toBe(rest);
      }),
    );
  });
});
