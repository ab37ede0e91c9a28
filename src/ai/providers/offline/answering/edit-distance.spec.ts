import { editDistance } from './edit-distance.js';

describe('editDistance', () => {
  it.each([
    ['delivery', 'delivery', 0],
    ['delivry', 'delivery', 1],
    ['delviery', 'delivery', 1],
    ['charecterised', 'characterized', 2],
    ['', 'ab', 2],
    ['kitten', 'sitting', 3],
  ])('should count the slips between %p and %p', (a, b, distance) => {
    expect(editDistance(a, b, 3)).toBe(distance);
    expect(editDistance(b, a, 3)).toBe(distance);
  });

  it('should stop at its limit', () => {
    expect(editDistance('kitten', 'sitting', 2)).toBe(3);
    expect(editDistance('a', 'abcdefgh', 2)).toBe(3);
  });
});
