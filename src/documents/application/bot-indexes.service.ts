import { Injectable } from '@nestjs/common';

import { BotDirectory } from '../../bots/index.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/access/index.js';
import {
  type VectorGeneration,
  type VectorIndexChoices,
  VectorIndexes,
  type VectorIndexStatus,
  type VectorStoreName,
} from '../../retrieval/index.js';

/** The search index of a bot: what answers, what is being built, what can be gone back to. */
export interface BotIndex extends VectorIndexChoices {
  botId: string;
  active?: VectorIndexStatus;
  building?: VectorIndexStatus;
  previous?: VectorIndexStatus;
  /** Of all its passages, estimated: what another index has to embed. */
  tokens: number;
}

export interface IndexWish {
  /** `<provider>:<model>`, with or without `:<dimensions>`. */
  model: string;
  dimensions?: number;
  store?: VectorStoreName;
}

/** What the people of a workspace do with the search index of a bot: as for its configuration, editors change it. */
@Injectable()
export class BotIndexes {
  constructor(
    private readonly bots: BotDirectory,
    private readonly indexes: VectorIndexes,
    private readonly transactions: TransactionRunner,
    private readonly audit: AuditTrail,
  ) {}

  /** Throws `bot.not_found`. */
  async get(caller: Caller, botId: string): Promise<BotIndex> {
    const { id } = await this.bots.find(caller.scope('bots:read'), botId);
    return this.look(id);
  }

  /** Of a bot that is known to be the reader's to see. */
  async look(botId: string): Promise<BotIndex> {
    const [own, tokens] = await Promise.all([this.indexes.list(botId), this.indexes.tokens(botId)]);
    return { botId, ...this.indexes.choices(), ...own, tokens };
  }

  /** Begins to build; see `VectorIndexes.build` for what it throws. */
  async build(caller: Caller, botId: string, { model, dimensions, store }: IndexWish): Promise<BotIndex> {
    const id = dimensions === undefined ? model : `${model}:${dimensions}`;
    await this.change(caller, botId, 'bot.index_begun', async (bot) => {
      const { begun, generation } = await this.indexes.build(bot, { model: id, store });
      return begun ? generation : undefined;
    });
    return this.look(botId);
  }

  /** Gives up what is being built. Safe to repeat. */
  async cancel(caller: Caller, botId: string): Promise<void> {
    await this.change(caller, botId, 'bot.index_cancelled', () => this.indexes.cancel(botId));
  }

  /** Lets the index answer that did so before. Throws `retrieval.no_previous_index`. */
  async switchBack(caller: Caller, botId: string): Promise<BotIndex> {
    await this.change(caller, botId, 'bot.index_restored', () => this.indexes.switchBack(botId));
    return this.look(botId);
  }

  private async change(
    caller: Caller,
    botId: string,
    action: string,
    work: (bot: { workspaceId: string; botId: string }) => Promise<VectorGeneration | undefined>,
  ): Promise<void> {
    const { workspaceId, name } = await this.bots.find(caller.scope('bots:write'), botId);
    await this.transactions.run(async () => {
      const generation = await work({ workspaceId, botId });
      if (!generation) return;
      const { model, store } = generation;
      const target = { type: 'bot', id: botId, name };
      await this.audit.record({ action, workspaceId, target, detail: { model, store } });
    });
  }
}
