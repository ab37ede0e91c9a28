import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { ApiKeyRepository } from './ports/api-key.repository.js';

const MINUTE_MS = 60_000;
const EVERY_MS = 1_000;
const MOST_KEYS = 20_000;

/** Notes when keys were last used: at most once a minute each, all of a second in one statement, after the answer. */
@Injectable()
export class ApiKeyUses implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('ApiKeys');
  private readonly noted = new LRUCache<string, true>({ max: MOST_KEYS, ttl: MINUTE_MS });
  private waiting = new Map<string, { ip: string | null; at: number }>();
  private timer?: NodeJS.Timeout;

  constructor(private readonly keys: ApiKeyRepository) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.write(), EVERY_MS);
    this.timer.unref();
  }

  /** While the database is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  /** Returns at once and never throws. */
  note(keyId: string, ip: string | undefined): void {
    if (this.noted.has(keyId)) return;
    this.noted.set(keyId, true);
    this.waiting.set(keyId, { ip: ip ?? null, at: performance.now() });
  }

  /** Writes down what has been noted. */
  async write(): Promise<void> {
    if (this.waiting.size === 0) return;
    const uses = [...this.waiting];
    this.waiting = new Map();
    const now = performance.now();
    try {
      await this.keys.noteUses(uses.map(([keyId, { ip, at }]) => ({ keyId, ip, msAgo: now - at })));
    } catch (error) {
      for (const [keyId] of uses) this.noted.delete(keyId);
      this.logger.warn(
        `the last use of ${uses.length} keys was not written down: ${(error as Error).message}`,
      );
    }
  }
}
