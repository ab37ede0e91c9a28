import { canonicalEmail } from './canonical-email.js';

describe('canonicalEmail', () => {
  it.each([
    ['  Ada@Example.COM ', 'ada@example.com'],
    ['ａｄａ@example.com', 'ada@example.com'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
    ['a.d.a+shop@example.com', 'a.d.a+shop@example.com'],
    ['no address', 'no address'],
  ])('writes %j as %j', (text, expected) => expect(canonicalEmail(text)).toBe(expected));

  it('does not change what is canonical already', () => {
    for (const text of ['ada@xn--bcher-kva.example', 'İ@example.com', 'ﬁ@example.com']) {
      expect(canonicalEmail(canonicalEmail(text))).toBe(canonicalEmail(text));
    }
  });
});
