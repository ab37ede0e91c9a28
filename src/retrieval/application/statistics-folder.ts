import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';

import { TransactionRunner } from '../../platform/database/index.js';
import { IndexStore } from './ports/index-store.port.js';

/** So many changes are folded in at once while documents come in; searches add up what waits. */
const CHANGES_PER_FOLD = 32;
/** After the last change of a while. */
const QUIET_MS = 500;
const RETRY_MS = 5_000;

interface Waiting {
  changes: number;
  timer?: NodeJS.Timeout;
  running?: Promise<void>;
}

/**
 * Adds up the changes that publishing and removing leave behind, some at a time. Writers of many documents of one bot
 * would otherwise queue for the rows of its common words. Nothing depends on it being done: counts are exact before and
 * after.
 */
@Injectable()
export class StatisticsFolder implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(StatisticsFolder.name);
  private readonly bots = new Map<string, Waiting>();
  private stopped = false;

  constructor(
    private readonly store: IndexStore,
    private readonly transactions: TransactionRunner,
  ) {}

  /** What a process that died left behind. */
  async onApplicationBootstrap(): Promise<void> {
    for (const botId of await this.store.botsToFold()) this.changed(botId);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const { timer } of this.bots.values()) clearTimeout(timer);
    await Promise.all([...this.bots.values()].flatMap(({ running }) => running ?? []));
    this.bots.clear();
  }

  /** To be called when a change of the bot's documents has committed. */
  changed(botId: string): void {
    if (this.stopped) return;
    const waiting = this.bots.get(botId) ?? { changes: 0 };
    this.bots.set(botId, waiting);
    waiting.changes++;
    if (waiting.running) return;
    clearTimeout(waiting.timer);
    if (waiting.changes >= CHANGES_PER_FOLD) this.fold(botId, waiting);
    else this.later(botId, waiting, QUIET_MS);
  }

  private fold(botId: string, waiting: Waiting): void {
    waiting.changes = 0;
    waiting.running = this.attempt(botId).then((folded) => {
      waiting.running = undefined;
      if (this.stopped || (folded && waiting.changes === 0)) this.bots.delete(botId);
      else this.later(botId, waiting, folded ? QUIET_MS : RETRY_MS);
    });
  }

  private later(botId: string, waiting: Waiting, ms: number): void {
    waiting.timer = setTimeout(() => this.fold(botId, waiting), ms).unref();
  }

  private attempt(botId: string): Promise<boolean> {
    return this.transactions
      .run(() => this.store.foldStatistics(botId))
      .then(
        () => true,
        (error: unknown) => {
          this.logger.warn({ err: error, botId }, 'folding statistics failed');
          return false;
        },
      );
  }
}
