import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { EmbeddingModels } from '../../ai/index.js';
import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import { passageText } from '../domain/passage-text.js';
import type { VectorGeneration } from '../domain/vector-generation.js';
import { GenerationalVectorIndex } from './generational-vector.index.js';
import { FailureRests } from './failure-rests.js';
import {
  type MissingPassage,
  VectorGenerationRepository,
} from './ports/vector-generation-repository.port.js';
import { VectorStores } from './vector-stores.service.js';

const EVERY_MS = 60_000;
/** After a change of documents. */
const SOON_MS = 1_000;
const BATCH = 128;
/** Batches under way at the same time. */
const AHEAD = 3;
const LEASE_SECONDS = 300;
/** Rounds in which every bot is looked at, not only those that changed, and stores are compared with PostgreSQL. */
const THOROUGH_EVERY = 15;
const NEW_BOTS = 100;

/**
 * Sees to it that every published passage has its vector: fills new generations and switches to them, makes vectors that
 * an ingestion could not make, drops what nobody needs, and repairs what drifted apart. Whatever it is interrupted in,
 * the next round goes on with.
 */
@Injectable()
export class VectorKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Vectors');
  private readonly me = newId();
  private readonly stop = new AbortController();
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;
  private rounds = 0;
  private readonly rests = new FailureRests();
  /** Somebody asked for a round while one was running. */
  private again = false;
  private noticed: (botId: string) => void = () => undefined;
  /** Bots whose documents changed since the last round. */
  private changed = new Set<string>();

  constructor(
    private readonly models: EmbeddingModels,
    private readonly stores: VectorStores,
    private readonly generations: VectorGenerationRepository,
    private readonly index: GenerationalVectorIndex,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.models.enabled) return;
    this.index.onChange((botId) => this.changed.add(botId));
    this.later(SOON_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort(new Error('the server is stopping'));
    clearTimeout(this.timer);
    await this.running;
  }

  /** Begins a round soon. */
  wake(): void {
    this.again = true;
    if (!this.running) this.later(SOON_MS);
  }

  /** `notice` hears of every bot whose new index came along, or failed to. It must not throw. */
  onProgress(notice: (botId: string) => void): void {
    this.noticed = notice;
  }

  /** Begins a round soon that looks at this bot. */
  look(botId: string): void {
    this.changed.add(botId);
    this.wake();
  }

  /** One look at everything. Failures of one generation are noted with it and hold up no other. */
  async round(): Promise<void> {
    for (const generation of await this.generations.orphans())
      await this.alone(generation, () => this.drop(generation));
    await this.begin();
    const changed = this.changed;
    this.changed = new Set();
    for (const generation of await this.generations.all()) {
      if (this.stop.signal.aborted) return;
      const { id, state, error, botId } = generation;
      if (!changed.has(botId)) {
        if (!this.thorough && state !== 'building' && error === null) continue;
        if (this.rests.rests(id, this.rounds)) continue;
      }
      await this.alone(generation, () => this.keep(generation));
    }
    this.rounds++;
  }

  private get thorough(): boolean {
    return this.rounds % THOROUGH_EVERY === 0;
  }

  /** Forgets a generation and its vectors. */
  async drop(generation: VectorGeneration): Promise<void> {
    await this.stores.of(generation.store).drop(generation);
    await this.generations.delete(generation.id);
    this.index.forget(generation.botId);
  }

  private later(ms: number): void {
    clearTimeout(this.timer);
    if (this.stop.signal.aborted) return;
    this.timer = setTimeout(() => {
      this.again = false;
      this.running = this.round()
        .catch((error: Error) => this.logger.warn(`looking after the vectors failed: ${error.message}`))
        .finally(() => {
          this.running = undefined;
          this.later(this.again ? SOON_MS : EVERY_MS);
        });
    }, ms);
    this.timer.unref();
  }

  /** Bots that had documents before there was a model. */
  private async begin(): Promise<void> {
    const model = this.models.default;
    if (!model) return;
    for (const { workspaceId, botId } of await this.generations.botsWithout(NEW_BOTS)) {
      const { id, dimensions } = model;
      const store = this.stores.preferred.name;
      await this.generations.create({ workspaceId, botId, model: id, dimensions, store });
      this.index.forget(botId);
    }
  }

  private async keep(generation: VectorGeneration): Promise<void> {
    await this.generations.sweepLedger(generation.id);
    // Nothing is paid for what may never answer again; going back makes what is missing.
    if (generation.state === 'previous') return;
    const store = this.stores.of(generation.store);
    if (this.thorough) {
      const { lost, stray } = await store.reconcile(generation);
      if (lost + stray > 0)
        this.logger.warn({ bot: generation.botId, lost, stray }, 'vectors had drifted apart');
    }
    await this.fill(generation);
    await store.settle(generation);
    if (generation.state === 'building') await this.activate(generation);
    await this.generations.setError(generation.id, null);
  }

  private async fill(generation: VectorGeneration): Promise<void> {
    const under: Promise<void>[] = [];
    for (let last: MissingPassage | null = null; ;) {
      this.stop.signal.throwIfAborted();
      const missing: MissingPassage[] = await this.generations.missing(generation, last, BATCH);
      if (missing.length === 0) break;
      last = missing[missing.length - 1];
      const work = this.fillBatch(generation, missing);
      work.catch(() => undefined);
      under.push(work);
      if (under.length >= AHEAD) await under.shift();
    }
    await Promise.all(under);
  }

  private async fillBatch(generation: VectorGeneration, missing: MissingPassage[]): Promise<void> {
    const model = this.models.resolve(generation.model);
    const vectors = await model.embed(missing.map(passageText), 'document', this.stop.signal);
    await this.stores.of(generation.store).upsert(
      generation,
      missing.map(({ id, documentId }, i) => ({ chunkId: id, documentId, vector: vectors[i] })),
    );
    // Also notices when it has been cancelled meanwhile.
    if (!(await this.generations.lease(generation, this.me, LEASE_SECONDS))) throw new Cancelled();
    if (generation.state === 'building') this.noticed(generation.botId);
  }

  private async activate(generation: VectorGeneration): Promise<void> {
    const { activated } = await this.generations.activate(generation);
    if (!activated) return;
    this.index.forget(generation.botId);
    this.noticed(generation.botId);
    this.logger.log({ bot: generation.botId, model: generation.model }, 'a new index of vectors answers');
  }

  private async alone(generation: VectorGeneration, work: () => Promise<void>): Promise<void> {
    if (!(await this.generations.lease(generation, this.me, LEASE_SECONDS))) return;
    try {
      await work();
      this.rests.succeeded(generation.id);
    } catch (error) {
      if (this.stop.signal.aborted || error instanceof Cancelled) return;
      this.rests.failed(generation.id, this.rounds);
      const code = error instanceof DomainError ? error.code : 'retrieval.store_failed';
      this.logger.warn(`vectors of bot ${generation.botId}: ${(error as Error).message}`);
      await this.generations.setError(generation.id, code);
      if (generation.state === 'building') this.noticed(generation.botId);
    } finally {
      await this.generations.release(generation.id, this.me);
    }
  }
}

class Cancelled extends Error {}
