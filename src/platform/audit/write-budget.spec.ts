import { WriteBudget } from './write-budget.js';

const MINUTE = 60_000;

function taken(budget: WriteBudget, principal: string, tries: number, now = 0): number {
  return Array.from({ length: tries }, () => budget.take(principal, now)).filter(Boolean).length;
}

describe('WriteBudget', () => {
  it('gives each principal so much, and no more in the same minute', () => {
    const budget = new WriteBudget({ perPrincipal: 3, inAll: 100, windowMs: MINUTE });
    expect(taken(budget, 'a', 10)).toBe(3);
    expect(taken(budget, 'b', 10)).toBe(3);
    expect(taken(budget, 'a', 10, MINUTE - 1)).toBe(0);
    expect(taken(budget, 'a', 10, MINUTE)).toBe(3);
  });

  it('gives all of them together no more than the whole', () => {
    const budget = new WriteBudget({ perPrincipal: 3, inAll: 50, windowMs: MINUTE });
    const all = Array.from({ length: 20_000 }, (_, i) => taken(budget, `p${i}`, 3));
    expect(all.reduce((sum, count) => sum + count)).toBe(50);
  });
});
