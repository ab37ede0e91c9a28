import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withFasterTransform } from './faster-transform.js';

type Matrix = number[];
interface TextState {
  font: { isType3Font: boolean; isCharBBox: boolean; bbox: Matrix };
  fontSize: number;
  textHScale: number;
  textRise: number;
  fontMatrix: Matrix;
  ctm: Matrix;
  textMatrix: Matrix;
}

const source = readFileSync(
  join(dirname(require.resolve('pdfjs-dist/package.json')), 'legacy/build/pdf.worker.mjs'),
  'utf8',
);

/** The function as it stands in a source of pdf.js, made callable. */
function transformOf(text: string): (state: TextState) => Matrix {
  const start = text.indexOf('    function getCurrentTextTransform() {');
  const body = text.slice(start, text.indexOf('\n    }', start) + 6);
  const multiply = (m: Matrix, n: Matrix) => [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
  const same = (a: Matrix, b: Matrix) => a.every((value, index) => value === b[index]);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- compares two functions that exist as source only
  const make = new Function(
    'textState',
    'Util',
    'isArrayEqual',
    'FONT_IDENTITY_MATRIX',
    `${body}; return getCurrentTextTransform();`,
  );
  return (state) => make(state, { transform: multiply }, same, [0.001, 0, 0, 0.001, 0, 0]) as Matrix;
}

describe('the faster transform of pdf.js', () => {
  it('fits the installed version: otherwise reading PDFs is slow again', () => {
    expect(withFasterTransform(source)).not.toBeNull();
  });

  it('leaves any other source alone', () => {
    expect(withFasterTransform('something else')).toBeNull();
    expect(withFasterTransform(source + source)).toBeNull();
  });

  it('computes the same', () => {
    const original = transformOf(source);
    const faster = transformOf(withFasterTransform(source)!);
    let seed = 1;
    const random = () => ((seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647) * 20 - 10;
    for (let round = 0; round < 500; round++) {
      const matrix = () => Array.from({ length: 6 }, random);
      const state: TextState = {
        font: { isType3Font: round % 3 === 0, isCharBBox: round % 2 === 0, bbox: matrix() },
        fontSize: random(),
        textHScale: random(),
        textRise: random(),
        fontMatrix: matrix(),
        ctm: matrix(),
        textMatrix: matrix(),
      };
      faster(state).forEach((value, index) => expect(value).toBeCloseTo(original(state)[index], 6));
    }
  });
});
