import { type Budget, deciding, dollarsOf, hasLimit, microsOf, unlimited, usedUp } from './budget.js';

const budget = (changes: Partial<Budget> = {}): Budget => ({ ...unlimited('bot'), ...changes });

describe('a budget', () => {
  it('is used up when as much was spent as it allows, or more', () => {
    const limits = { dayMicros: 100, monthMicros: 1_000 };
    expect(usedUp(limits, { day: 99, month: 999 })).toBeUndefined();
    expect(usedUp(limits, { day: 100, month: 500 })).toBe('day');
    expect(usedUp(limits, { day: 0, month: 1_200 })).toBe('month');
  });

  it('tells the period that lasts longer when both are used up', () => {
    expect(usedUp({ dayMicros: 1, monthMicros: 1 }, { day: 1, month: 1 })).toBe('month');
  });

  it('without an amount is never used up, and with 0 always', () => {
    expect(usedUp(unlimited('bot'), { day: 1e12, month: 1e12 })).toBeUndefined();
    expect(usedUp({ dayMicros: 0, monthMicros: null }, { day: 0, month: 0 })).toBe('day');
  });

  it('limits something only with an amount', () => {
    expect(
      [unlimited('workspace'), budget({ dayMicros: 0 }), budget({ monthMicros: 5 })].map(hasLimit),
    ).toEqual([false, true, true]);
  });
});

describe('of several budgets that are used up', () => {
  const verdict = (scope: Budget['scope'], onLimit: Budget['onLimit']) => ({
    budget: budget({ scope, onLimit }),
    period: 'day' as const,
    outcome: onLimit,
  });

  it('none decides when there is none', () => expect(deciding([])).toBeUndefined());

  it('a message goes before another model, which may cost money', () => {
    const [model, message] = [verdict('workspace', 'fallback_model'), verdict('bot', 'message')];
    expect(deciding([model, message])).toBe(message);
    expect(deciding([message, model])).toBe(message);
  });

  it('the workspace goes before the bot', () => {
    for (const onLimit of ['message', 'fallback_model'] as const) {
      const [bot, workspace] = [verdict('bot', onLimit), verdict('workspace', onLimit)];
      expect(deciding([bot, workspace])).toBe(workspace);
    }
  });
});

describe('amounts', () => {
  it.each([0, 0.000001, 0.29, 1.1, 4.35, 19.99, 999_999.999999])(
    'come back as they were given: %d',
    (dollars) => {
      expect(dollarsOf(microsOf(dollars))).toBe(dollars);
      expect(Number.isInteger(microsOf(dollars))).toBe(true);
    },
  );

  it('may be none', () => expect([microsOf(null), dollarsOf(null)]).toEqual([null, null]));
});
