import { isId, newId } from './id.js';

describe('newId', () => {
  it('makes UUIDv7 whose order is the order of creation, also within a millisecond', () => {
    const ids = Array.from({ length: 10_000 }, () => newId());
    expect(ids.every(isId)).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0][14]).toBe('7');
  });

  it('keeps its order when the clock goes back', () => {
    const first = newId(Date.now() + 5_000);
    expect(newId() > first).toBe(true);
  });
});

describe('isId', () => {
  it.each(['', '1', '../x', 'x'.repeat(36), '018F0000-0000-7000-8000-000000000000', null, 7, {}])(
    'refuses %p',
    (value) => expect(isId(value)).toBe(false),
  );
});
