import { fingerprint } from './fingerprint.js';

const of = (body: unknown, method = 'POST', path = '/a') => fingerprint(method, path, body).toString('hex');

describe('fingerprint', () => {
  it('is the same for the same request, however its fields are ordered', () => {
    expect(of({ a: 1, b: { c: [1, { x: 1, y: 2 }], d: null } })).toBe(
      of({ b: { d: null, c: [1, { y: 2, x: 1 }] }, a: 1 }),
    );
    expect(of(undefined)).toBe(of(undefined));
  });

  it.each([
    ['another value', { a: 1 }, { a: 2 }],
    ['another type', { a: 1 }, { a: '1' }],
    ['another order of a list', [1, 2], [2, 1]],
    ['a missing field', { a: 1, b: null }, { a: 1 }],
    ['a list of pairs instead of an object', { a: 1 }, [['a', 1]]],
    ['no body', {}, undefined],
  ])('differs for %s', (_, one, other) => expect(of(one)).not.toBe(of(other)));

  it('differs for another method or address', () => {
    expect(of({}, 'POST', '/a')).not.toBe(of({}, 'PUT', '/a'));
    expect(of({}, 'POST', '/a')).not.toBe(of({}, 'POST', '/b'));
  });
});
