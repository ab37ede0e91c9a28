import { crowdingDocument, planCandidates } from './candidates.js';

const term = (lexeme: string, df: number, qtf = 1) => ({ lexeme, df, qtf });

describe('planCandidates', () => {
  it('should look at every chunk with any of the words while these are few', () => {
    const terms = [term('a', 1_900), term('b', 50)];
    expect(planCandidates(terms, 2_000)).toEqual([['a'], ['b']]);
    expect(planCandidates(terms, 1_000_000)).toEqual([['a'], ['b']]);
  });

  it('should let the commonest words choose nothing while the others bring enough', () => {
    const terms = [term('everywhere', 990), term('often', 300), term('seldom', 60), term('rare', 5)];
    expect(planCandidates(terms, 1_000)).toEqual([['often'], ['seldom'], ['rare']]);
    const few = [term('everywhere', 990), term('seldom', 60), term('rare', 5)];
    expect(planCandidates(few, 1_000)).toHaveLength(3);
    const alike = [term('a', 500), term('b', 500), term('c', 500)];
    expect(planCandidates(alike, 1_000)).toHaveLength(3);
  });

  it('should let rare words stand alone and commoner ones only together', () => {
    const plan = planCandidates(
      [term('common', 30_000), term('rare', 40), term('usual', 5_000), term('seldom', 800)],
      100_000,
    );
    expect(plan.filter((group) => group.length === 1)).toEqual([['rare'], ['seldom']]);
    expect(plan).not.toContainEqual(['common']);
    // 2 * 5,000 * 30,000 / 100,000 chunks would be too many.
    expect(plan).not.toContainEqual(['usual', 'common']);
  });

  it('should pair commoner words while the expected chunks stay within bounds', () => {
    const plan = planCandidates(
      [term('a', 3_000), term('b', 4_000), term('c', 5_000), term('d', 60_000)],
      100_000,
    );
    expect(plan[0]).toEqual(['a']);
    expect(plan).toContainEqual(['b', 'c']);
    for (const group of plan.slice(1)) expect(group.length).toBeGreaterThan(1);
  });

  it('should keep one word however common it is', () => {
    expect(planCandidates([term('only', 90_000)], 100_000)).toEqual([['only']]);
  });

  it('should not name a triple whose pair is there already', () => {
    const plan = planCandidates(
      [term('a', 3_000), term('b', 1_500), term('c', 1_600), term('d', 1_700)],
      100_000,
    );
    for (const group of plan) {
      const others = plan.filter((other) => other !== group);
      expect(others.some((other) => other.every((lexeme) => group.includes(lexeme)))).toBe(false);
    }
  });

  it('should plan nothing for no words', () => {
    expect(planCandidates([], 10)).toEqual([]);
  });
});

describe('crowdingDocument', () => {
  const list = (own: number, others: number) => [
    ...Array.from({ length: own }, () => ({ documentId: 'poison' })),
    ...Array.from({ length: others }, (_, i) => ({ documentId: `d${i}` })),
  ];

  it('should be the one that nearly all of a full list comes from', () => {
    expect(crowdingDocument(list(100, 0), 100)).toBe('poison');
    expect(crowdingDocument(list(81, 19), 100)).toBe('poison');
    expect(crowdingDocument(list(80, 20), 100)).toBeUndefined();
  });

  it('should be none where the list is not full: then everything was found', () => {
    expect(crowdingDocument(list(99, 0), 100)).toBeUndefined();
    expect(crowdingDocument([], 100)).toBeUndefined();
  });
});
