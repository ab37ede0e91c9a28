import { growth } from './growth.js';

describe('growth of the cost with the length', () => {
  const spin = (times: number) => {
    let sum = 0;
    for (let time = 0; time < times; time += 1) sum += Math.sqrt(time);
    return sum;
  };

  it('is small for work in linear time, and large for quadratic', () => {
    const text = 'a'.repeat(500);
    expect(growth(({ length }) => spin(length * 500), text)).toBeLessThan(4);
    expect(growth(({ length }) => spin(length * length), text)).toBeGreaterThan(12);
  });
});
