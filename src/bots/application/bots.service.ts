import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import { type Page, type PageRequest, toPage } from '../../kernel/page.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { Outbox } from '../../platform/events/index.js';
import {
  assertPermitted,
  type Reach,
  readableBy,
  type WorkspaceScope,
} from '../../platform/http/access/index.js';
import { Quotas } from '../../platform/quotas/index.js';
import { BotCreated } from '../domain/bot-created.event.js';
import { BotDeleted } from '../domain/bot-deleted.event.js';
import { BotUpdated } from '../domain/bot-updated.event.js';
import type { Bot, BotOverview, BotStatus } from '../domain/bot.js';
import { type BotConfig, DEFAULT_BOT_CONFIG, mergeConfig } from '../domain/bot-config.js';
import { BotDirectory } from './bot-directory.service.js';
import { DocumentTallies } from './document-tallies.service.js';
import { BotRepository } from './ports/bot.repository.js';

export interface BotChanges {
  name?: string;
  description?: string;
  /** Merged field by field into what is there. */
  config?: Partial<BotConfig>;
}

export interface BotFilter {
  /** One workspace instead of all the caller's. */
  workspaceId?: string;
  /** Looked for in names and descriptions. */
  q?: string;
  status?: BotStatus;
}

/** Bots looked at in one go while looking for those of one status. */
const STATUS_BATCH = 200;

/** What a bot owner does with bots. */
@Injectable()
export class BotsService {
  constructor(
    private readonly bots: BotRepository,
    private readonly directory: BotDirectory,
    private readonly tallies: DocumentTallies,
    private readonly transactions: TransactionRunner,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
    private readonly quotas: Quotas,
  ) {
    quotas.register('bots', { used: (workspaceId) => bots.count(workspaceId) });
  }

  /** Makes a bot in a workspace where the caller has been found to be allowed to. Throws `quota.bots`. */
  async create(
    workspaceId: string,
    given: BotChanges & { name: string },
    { sample = false } = {},
  ): Promise<BotOverview> {
    const now = new Date();
    const bot: Bot = {
      id: newId(),
      workspaceId,
      name: given.name,
      description: given.description ?? '',
      publicKey: randomBytes(18).toString('base64url'),
      config: mergeConfig(DEFAULT_BOT_CONFIG, given.config ?? {}),
      sample,
      createdAt: now,
      updatedAt: now,
    };
    await this.transactions.run(async () => {
      await this.bots.insert(bot);
      await this.quotas.assertWithin(workspaceId, ['bots']);
      await this.outbox.publish(new BotCreated(bot.id, workspaceId));
      await this.audit.record({ action: 'bot.created', workspaceId, target: targetOf(bot) });
    });
    return this.overview(bot);
  }

  /** Throws `bot.not_found`; `access.forbidden` when the caller's role there is too low. */
  async get(scope: WorkspaceScope, botId: string): Promise<BotOverview> {
    const bot = await this.bots.find(readableBy(scope), botId);
    if (!bot) throw new DomainError('bot.not_found', 'not_found');
    assertPermitted(scope, bot.workspaceId);
    return this.overview(bot);
  }

  /** Newest first. Throws `workspace.not_found` for a workspace that is not the caller's. */
  async list(scope: WorkspaceScope, filter: BotFilter, page: PageRequest): Promise<Page<BotOverview>> {
    const reach = reachOf(scope, filter.workspaceId);
    const rows =
      filter.status === undefined
        ? await this.tallies.addTo(
            await this.bots.list(reach, { text: filter.q }, { ...page, limit: page.limit + 1 }),
          )
        : await this.listOfStatus(reach, { ...filter, status: filter.status }, page);
    return toPage(botList(filter), rows, page.limit);
  }

  /** Changes what is given, as one step: changes of different fields at the same time all count. */
  async update(scope: WorkspaceScope, botId: string, changes: BotChanges): Promise<BotOverview> {
    const bot = await this.transactions.run(async () => {
      const current = await this.lock(scope, botId);
      const next: Bot = {
        ...current,
        name: changes.name ?? current.name,
        description: changes.description ?? current.description,
        config: mergeConfig(current.config, changes.config ?? {}),
        updatedAt: new Date(),
      };
      await this.bots.update(next);
      await this.outbox.publish(new BotUpdated(botId, next.workspaceId));
      await this.audit.record({
        action: 'bot.updated',
        workspaceId: next.workspaceId,
        target: targetOf(next),
        detail: { fields: changedFields(current, next).join(', ') },
      });
      this.directory.forget(botId);
      return next;
    });
    return this.overview(bot);
  }

  /** Gone for everyone at once; its documents, conversations and files follow by the event. */
  async delete(scope: WorkspaceScope, botId: string): Promise<void> {
    await this.transactions.run(async () => {
      const bot = await this.lock(scope, botId);
      const { workspaceId } = bot;
      await this.bots.remove(botId);
      await this.outbox.publish(new BotDeleted(botId, workspaceId));
      await this.audit.record({ action: 'bot.deleted', workspaceId, target: targetOf(bot) });
      this.directory.forget(botId);
    });
  }

  private async lock(scope: WorkspaceScope, botId: string): Promise<Bot> {
    const bot = await this.bots.lock(readableBy(scope), botId);
    if (!bot) throw new DomainError('bot.not_found', 'not_found');
    assertPermitted(scope, bot.workspaceId);
    return bot;
  }

  /** The status follows from the documents, so it is not in the query: walks the bots until the page is full. */
  private async listOfStatus(
    reach: Reach,
    { q, status }: BotFilter & { status: BotStatus },
    page: PageRequest,
  ): Promise<BotOverview[]> {
    const found: BotOverview[] = [];
    for (let after = page.after; ;) {
      const bots = await this.bots.list(reach, { text: q }, { limit: STATUS_BATCH, after });
      found.push(...(await this.tallies.addTo(bots)).filter((bot) => bot.status === status));
      if (found.length > page.limit || bots.length < STATUS_BATCH) return found;
      after = bots.at(-1)?.id;
    }
  }

  private async overview(bot: Bot): Promise<BotOverview> {
    return (await this.tallies.addTo([bot]))[0];
  }
}

/** Name of a list for its cursors: a cursor is good for the filter it came from. */
export function botList({ workspaceId, status, q }: BotFilter): string {
  return `bots:${workspaceId ?? ''}:${status ?? ''}:${q ?? ''}`;
}

function targetOf({ id, name }: Bot): { type: string; id: string; name: string } {
  return { type: 'bot', id, name };
}

/** Names of the fields that differ; what they hold is nobody's business in a log. */
function changedFields(before: Bot, after: Bot): string[] {
  const config = Object.keys(after.config) as (keyof BotConfig)[];
  return [
    ...(['name', 'description'] as const).filter((name) => before[name] !== after[name]),
    ...config
      .filter((name) => !isDeepStrictEqual(before.config[name], after.config[name]))
      .map((name) => `config.${name}`),
  ];
}

function reachOf(scope: WorkspaceScope, workspaceId: string | undefined): Reach {
  const reach = readableBy(scope);
  if (workspaceId === undefined) return reach;
  if (!reach.workspaces.includes(workspaceId)) throw new DomainError('workspace.not_found', 'not_found');
  return { ...reach, workspaces: [workspaceId] };
}
