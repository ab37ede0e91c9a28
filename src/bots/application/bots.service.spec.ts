import type { ModuleRef } from '@nestjs/core';

import { newId } from '../../kernel/id.js';
import { decodeCursor, type PageRequest } from '../../kernel/page.js';
import type { AuditTrail } from '../../platform/audit/index.js';
import type { Database, TransactionRunner } from '../../platform/database/index.js';
import type { Quotas } from '../../platform/quotas/index.js';
import type { Outbox } from '../../platform/events/index.js';
import { type Reach, reaches, type WorkspaceScope } from '../../platform/http/access/index.js';
import type { Bot, BotStatus, DocumentTally } from '../domain/bot.js';
import { DEFAULT_BOT_CONFIG } from '../domain/bot-config.js';
import { BotDirectory } from './bot-directory.service.js';
import { botList, BotsService } from './bots.service.js';
import { DocumentTallies } from './document-tallies.service.js';
import { BotRepository } from './ports/bot.repository.js';
import { DocumentCounts } from './ports/document-counts.port.js';

const WORKSPACE = newId();
const SCOPE: WorkspaceScope = {
  permission: 'bots:read',
  readable: [WORKSPACE],
  permitted: [WORKSPACE],
  bots: null,
  visitor: null,
};

/** Bots in memory, with the order and paging of the real thing. */
class MemoryBots extends BotRepository {
  readonly bots: Bot[] = [];
  reads = 0;

  async count(workspaceId: string) {
    return this.bots.filter((bot) => bot.workspaceId === workspaceId).length;
  }
  async insert(bot: Bot) {
    this.bots.push(bot);
  }
  async find(reach: Reach, botId: string) {
    return this.bots.find((bot) => bot.id === botId && reaches(reach, bot));
  }
  lock = (reach: Reach, botId: string) => this.find(reach, botId);
  async findAnywhere(botId: string) {
    this.reads++;
    return this.bots.find((bot) => bot.id === botId);
  }
  async names(botIds: string[]) {
    return new Map(this.bots.filter(({ id }) => botIds.includes(id)).map(({ id, name }) => [id, name]));
  }
  async list(reach: Reach, _: object, { after, limit }: PageRequest) {
    return this.bots
      .filter((bot) => reaches(reach, bot) && (after === undefined || bot.id < after))
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .slice(0, limit);
  }
  async update(bot: Bot) {
    this.bots[this.bots.findIndex(({ id }) => id === bot.id)] = bot;
  }
  async remove(botId: string) {
    this.bots.splice(
      this.bots.findIndex(({ id }) => id === botId),
      1,
    );
  }
}

class MemoryCounts extends DocumentCounts {
  readonly tallies = new Map<string, DocumentTally>();

  async of(botIds: string[]) {
    return new Map(botIds.flatMap((id) => (this.tallies.has(id) ? [[id, this.tallies.get(id)!]] : [])));
  }
}

function setUp({ withCounts = true } = {}) {
  const repository = new MemoryBots();
  const counts = new MemoryCounts();
  const modules = {
    get: () => {
      if (!withCounts) throw new Error('no such provider');
      return counts;
    },
  } as unknown as ModuleRef;
  const database = { inTransaction: false, afterCommit: (hook: () => void) => hook() } as unknown as Database;
  const directory = new BotDirectory(repository, database);
  const tallies = new DocumentTallies(modules);
  tallies.onModuleInit();
  const transactions = { run: (work: () => Promise<unknown>) => work() } as unknown as TransactionRunner;
  const published: { type: string; botId: string }[] = [];
  const outbox = {
    publish: async (event: (typeof published)[0]) => void published.push(event),
  } as unknown as Outbox;
  const audit = { record: async () => undefined } as unknown as AuditTrail;
  const quotas = { register: () => undefined, assertWithin: async () => undefined } as unknown as Quotas;
  const service = new BotsService(repository, directory, tallies, transactions, outbox, audit, quotas);
  return { service, repository, counts, directory, published };
}

describe('BotsService', () => {
  it('finds all bots of one status among many, in order and each once', async () => {
    const { service, repository, counts } = setUp();
    for (let i = 0; i < 650; i++) {
      const { id } = await service.create(WORKSPACE, { name: `bot ${i}` });
      if (i % 13 === 0) counts.tallies.set(id, { total: 1, ready: 0, processing: 0, failed: 1 });
    }
    const filter = { status: 'attention' as BotStatus };
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await service.list(SCOPE, filter, { limit: 7, after });
      expect(page.items.every((bot) => bot.status === 'attention')).toBe(true);
      seen.push(...page.items.map((bot) => bot.id));
      after = page.nextCursor === null ? undefined : decodeCursor(botList(filter), page.nextCursor);
    } while (after);
    const expected = repository.bots.filter((bot) => counts.tallies.has(bot.id)).map((bot) => bot.id);
    expect(expected).toHaveLength(50);
    expect(seen).toEqual(expected.reverse());
  });

  it('counts a bot as empty while nobody counts documents', async () => {
    const { service } = setUp({ withCounts: false });
    const made = await service.create(WORKSPACE, { name: 'alone' });
    expect(made).toMatchObject({
      status: 'empty',
      documents: { total: 0, ready: 0, processing: 0, failed: 0 },
    });
  });

  it('tells the others what happened to a bot, once each', async () => {
    const { service, published } = setUp();
    const { id } = await service.create(WORKSPACE, { name: 'heard of' });
    await service.update(SCOPE, id, { name: 'renamed' });
    await service.delete(SCOPE, id);
    await expect(service.delete(SCOPE, id)).rejects.toMatchObject({ code: 'bot.not_found' });
    expect(published.map(({ type, botId }) => [type, botId])).toEqual([
      ['bot.created', id],
      ['bot.updated', id],
      ['bot.deleted', id],
    ]);
  });
});

describe('BotDirectory', () => {
  it('asks once for a bot that is needed often, and again after it changed', async () => {
    const { service, repository, directory } = setUp();
    const { id } = await service.create(WORKSPACE, { name: 'popular' });
    const found = await Promise.all(Array.from({ length: 20 }, () => directory.find(SCOPE, id)));
    expect(new Set(found.map((bot) => bot.name))).toEqual(new Set(['popular']));
    expect(repository.reads).toBe(1);
    await service.update(SCOPE, id, { config: { topK: 2 } });
    expect((await directory.find(SCOPE, id)).config).toEqual({ ...DEFAULT_BOT_CONFIG, topK: 2 });
    expect(repository.reads).toBe(2);
    await service.delete(SCOPE, id);
    await expect(directory.find(SCOPE, id)).rejects.toMatchObject({ code: 'bot.not_found' });
    expect(await directory.peek(id)).toBeUndefined();
  });

  it('does not show a remembered bot to those it is not for', async () => {
    const { service, directory } = setUp();
    const { id } = await service.create(WORKSPACE, { name: 'private' });
    await directory.find(SCOPE, id);
    const stranger: WorkspaceScope = {
      permission: 'bots:read',
      readable: [newId()],
      permitted: [newId()],
      bots: null,
      visitor: null,
    };
    await expect(directory.find(stranger, id)).rejects.toMatchObject({
      code: 'bot.not_found',
      kind: 'not_found',
    });
    const viewer: WorkspaceScope = {
      permission: 'bots:write',
      readable: [WORKSPACE],
      permitted: [],
      bots: null,
      visitor: null,
    };
    await expect(directory.find(viewer, id)).rejects.toMatchObject({ code: 'access.forbidden' });
  });

  it('does not show a remembered bot to a key that is limited to others', async () => {
    const { service, directory } = setUp();
    const { id } = await service.create(WORKSPACE, { name: 'other' });
    await directory.find(SCOPE, id);
    await expect(directory.find({ ...SCOPE, bots: [newId()] }, id)).rejects.toMatchObject({
      code: 'bot.not_found',
    });
    expect((await directory.find({ ...SCOPE, bots: [id] }, id)).id).toBe(id);
  });

  it('does not remember that a bot was not there', async () => {
    const { repository, directory, service } = setUp();
    const { id } = await service.create(WORKSPACE, { name: 'late' });
    const [bot] = repository.bots.splice(0);
    expect(await directory.peek(id)).toBeUndefined();
    await repository.insert(bot);
    expect((await directory.find(SCOPE, id)).name).toBe('late');
  });
});
