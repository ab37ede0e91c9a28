import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';

import { type Bot, type BotOverview, botStatus, NO_DOCUMENTS } from '../domain/bot.js';
import { DocumentCounts } from './ports/document-counts.port.js';

/** Adds to bots what follows from their documents. */
@Injectable()
export class DocumentTallies implements OnModuleInit {
  private counts?: DocumentCounts;

  constructor(private readonly modules: ModuleRef) {}

  /** The counts live in a module that imports this one, so they are looked up once everything exists. */
  onModuleInit(): void {
    try {
      this.counts = this.modules.get(DocumentCounts, { strict: false });
    } catch {
      this.counts = undefined;
    }
  }

  async addTo(bots: Bot[]): Promise<BotOverview[]> {
    if (bots.length === 0) return [];
    const tallies = await this.counts?.of(bots.map((bot) => bot.id));
    return bots.map((bot) => {
      const documents = tallies?.get(bot.id) ?? { ...NO_DOCUMENTS };
      return { ...bot, documents, status: botStatus(documents) };
    });
  }
}
