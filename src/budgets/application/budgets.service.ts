import { Injectable } from '@nestjs/common';

import { BotDirectory } from '../../bots/index.js';
import type { Caller } from '../../platform/http/access/index.js';
import type { BudgetSettings } from '../domain/budget.js';
import { BudgetEditor } from './budget-editor.service.js';
import { type BudgetState, BudgetStates, type BudgetSubject } from './budget-states.service.js';

/** Budgets as those who may see and set them. */
@Injectable()
export class BudgetsService {
  constructor(
    private readonly bots: BotDirectory,
    private readonly states: BudgetStates,
    private readonly editor: BudgetEditor,
  ) {}

  /** Throws `bot.not_found`, `access.forbidden`. */
  async ofBot(caller: Caller, botId: string): Promise<BudgetState> {
    const bot = await this.bots.find(caller.scope('bots:read'), botId);
    return this.states.of({ workspaceId: bot.workspaceId, bot });
  }

  /** Throws `workspace.not_found`; `access.forbidden` for a key that is limited to some bots. */
  async ofWorkspace(caller: Caller, id: string): Promise<BudgetState> {
    return this.states.of({ workspaceId: caller.wholeWorkspaceFor('workspace:read', id), bot: null });
  }

  /** Throws as `ofBot`, and as `BudgetEditor.set`. */
  async setOfBot(caller: Caller, botId: string, settings: BudgetSettings): Promise<BudgetState> {
    const bot = await this.bots.find(caller.scope('budgets:write'), botId);
    return this.set({ workspaceId: bot.workspaceId, bot }, settings);
  }

  /** Throws as `ofWorkspace`, and as `BudgetEditor.set`. */
  async setOfWorkspace(caller: Caller, id: string, settings: BudgetSettings): Promise<BudgetState> {
    return this.set({ workspaceId: caller.wholeWorkspaceFor('budgets:write', id), bot: null }, settings);
  }

  private async set(subject: BudgetSubject, settings: BudgetSettings): Promise<BudgetState> {
    return this.states.of(subject, await this.editor.set(subject, settings));
  }
}
