import type { Budget, BudgetSettings } from '../../domain/budget.js';

/** Keeps budgets: of each bot and of each workspace one at most. */
export abstract class BudgetRepository {
  /** Those that were set for the bot and for its workspace. */
  abstract of(workspaceId: string, botId: string): Promise<Budget[]>;
  /** Of a bot, or of the workspace itself. */
  abstract find(workspaceId: string, botId: string | null): Promise<Budget | undefined>;
  /** Replaces it. */
  abstract save(workspaceId: string, botId: string | null, settings: BudgetSettings, at: Date): Promise<void>;
  abstract removeOfBot(botId: string): Promise<void>;
}
