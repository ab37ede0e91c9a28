import type { ModelPrices } from '../../ai/index.js';
import type { SpendLedger, Spent } from '../../conversations/index.js';
import { Clock } from '../../kernel/clock.js';
import type { Database } from '../../platform/database/index.js';
import { type Budget, unlimited } from '../domain/budget.js';
import { BudgetGuard } from './budget-guard.service.js';
import type { BudgetRepository } from './ports/budget.repository.js';

const BOT = { id: 'bot', workspaceId: 'workspace' };

function setUp(budgets: Partial<Budget>[], spent: Partial<Record<string, Spent>> = {}) {
  const asked: string[] = [];
  let down = false;
  const clock = new (class extends Clock {
    at = '2026-11-21T12:00:00Z';
    now = () => new Date(this.at);
  })();
  const repository = {
    of: async () => {
      asked.push('budgets');
      return budgets.map((budget) => ({ ...unlimited('bot'), message: 'spent', ...budget }));
    },
  } as unknown as BudgetRepository;
  const ledger = {
    spent: async (workspaceId: string, botId: string | null, day: string) => {
      asked.push(`${botId ?? workspaceId} ${day}`);
      if (down) throw new Error('down');
      return { ...(spent[botId ?? workspaceId] ?? { day: 0, month: 0 }) };
    },
  } as unknown as SpendLedger;
  const database = { afterCommit: (hook: () => void) => hook() } as unknown as Database;
  const prices = { bills: (model: string) => model !== 'free' } as ModelPrices;
  const guard = new BudgetGuard(repository, ledger, prices, database, clock);
  return { guard, asked, clock, fail: (is: boolean) => (down = is) };
}

describe('the guard of budgets', () => {
  it('asks nobody what was spent when there is nothing to keep to', async () => {
    const { guard, asked } = setUp([{}]);
    for (let i = 0; i < 5; i++) expect(await guard.check(BOT)).toBeUndefined();
    expect(asked).toEqual(['budgets']);
  });

  it('asks once for many answers, and knows at once what this instance spends', async () => {
    const { guard, asked } = setUp([{ dayMicros: 100 }, { scope: 'workspace', monthMicros: 1_000 }]);
    expect(await Promise.all([guard.check(BOT), guard.check(BOT)])).toEqual([undefined, undefined]);
    guard.note('workspace', 'bot', 60);
    expect(await guard.check(BOT)).toBeUndefined();
    guard.note('workspace', 'bot', 40);
    expect(await guard.check(BOT)).toMatchObject({ period: 'day', budget: { scope: 'bot' } });
    guard.note('workspace', 'another bot', 900);
    expect(await guard.check(BOT)).toMatchObject({ period: 'month', budget: { scope: 'workspace' } });
    expect(asked).toEqual(['budgets', 'bot 2026-11-21', 'workspace 2026-11-21']);
  });

  it.each([
    ['dear', 100, 'fallback_model'],
    ['dear', 199, 'fallback_model'],
    ['dear', 200, 'message'],
    ['free', 10_000, 'fallback_model'],
  ])(
    'lets a %s model take over that of a budget of 100, when %i are spent: %s',
    async (model, day, outcome) => {
      const budget = { dayMicros: 100, onLimit: 'fallback_model', fallbackModel: model } as const;
      const { guard } = setUp([budget], { bot: { day, month: day } });
      expect(await guard.check(BOT)).toMatchObject({ outcome, period: 'day' });
    },
  );

  it('begins anew with the day', async () => {
    const { guard, asked, clock } = setUp([{ dayMicros: 100 }]);
    await guard.check(BOT);
    guard.note('workspace', 'bot', 100);
    expect(await guard.check(BOT)).toBeDefined();
    clock.at = '2026-11-22T00:00:00Z';
    expect(await guard.check(BOT)).toBeUndefined();
    expect(asked).toContain('bot 2026-11-22');
  });

  it('does not remember what could not be read', async () => {
    const { guard, fail } = setUp([{ dayMicros: 100 }], { bot: { day: 100, month: 100 } });
    fail(true);
    await expect(guard.check(BOT)).rejects.toThrow('down');
    fail(false);
    expect(await guard.check(BOT)).toMatchObject({ period: 'day' });
  });

  it('forgets budgets that were changed', async () => {
    const { guard, asked } = setUp([{}]);
    await guard.check(BOT);
    guard.forget();
    await guard.check(BOT);
    expect(asked).toEqual(['budgets', 'budgets']);
  });
});
