import { DomainError } from '../../../kernel/domain-error.js';
import { type EmbeddingKind, EmbeddingModel } from '../../application/ports/embedding-model.port.js';
import type { EmbeddingEndpoint } from './embedding-endpoint.js';
import { EmbeddingFault } from './embedding-fault.js';
import { EmbeddingPace, sleep } from './embedding-pace.js';

export interface RemoteEmbeddingOptions {
  /** Calls for documents under way at the same time. */
  atOnce: number;
  /** Calls for documents that may begin within a minute; 0 for no limit of ours. */
  perMinute: number;
  /** Longest wait for one answer. */
  timeoutMs: number;
  /** Attempts at one call. */
  attempts: number;
  /** Wait before the second attempt; doubled for each one after. */
  backoffMs: number;
  /** A provider that wants us to wait longer than this is given up for now. */
  longestWaitMs: number;
}

export const REMOTE_EMBEDDING_DEFAULTS: RemoteEmbeddingOptions = {
  atOnce: 4,
  perMinute: 0,
  timeoutMs: 30_000,
  attempts: 5,
  backoffMs: 500,
  longestWaitMs: 60_000,
};

/** No provider takes a text of nothing; a passage of nothing means nothing. */
const NOTHING = '-';
/** A text that a provider still refuses at this length is not too long. */
const SHORT_ENOUGH = 500;

/** An embedding model behind HTTP: batches, paces, repeats, splits and checks the calls of an endpoint. */
export class RemoteEmbeddingModel extends EmbeddingModel {
  readonly id: string;
  readonly dimensions: number;
  private readonly options: RemoteEmbeddingOptions;
  private readonly pace: EmbeddingPace;

  constructor(
    private readonly endpoint: EmbeddingEndpoint,
    options: Partial<RemoteEmbeddingOptions> = {},
  ) {
    super();
    this.id = endpoint.id;
    this.dimensions = endpoint.dimensions;
    this.options = { ...REMOTE_EMBEDDING_DEFAULTS, ...options };
    this.pace = new EmbeddingPace(this.options);
  }

  async embed(texts: string[], kind: EmbeddingKind, signal?: AbortSignal): Promise<Float32Array[]> {
    signal?.throwIfAborted();
    // One batch that fails for good ends the others: nobody waits for vectors that will not be used.
    const failed = new AbortController();
    const any = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
    const batches = inBatches(
      texts.map((text) => this.cut(text)),
      this.endpoint.mostTexts,
    );
    try {
      return (await Promise.all(batches.map((batch) => this.batch(batch, kind, any)))).flat();
    } catch (error) {
      failed.abort(error);
      signal?.throwIfAborted();
      throw error instanceof EmbeddingFault ? this.toDomainError(error) : error;
    }
  }

  private cut(text: string): string {
    // Half a surrogate pair is no character.
    const cut = text.slice(0, this.endpoint.mostCharacters).replace(/[\uD800-\uDBFF]$/, '');
    return cut.trim() === '' ? NOTHING : cut;
  }

  private async batch(texts: string[], kind: EmbeddingKind, signal: AbortSignal): Promise<Float32Array[]> {
    try {
      return await this.persistently(texts, kind, signal);
    } catch (error) {
      const smaller = smallerBatches(texts, error);
      if (!smaller) throw error;
      const vectors: Float32Array[] = [];
      for (const part of smaller) vectors.push(...(await this.batch(part, kind, signal)));
      return vectors;
    }
  }

  private async persistently(
    texts: string[],
    kind: EmbeddingKind,
    signal: AbortSignal,
  ): Promise<Float32Array[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.pace.run(kind === 'query', signal, () => this.once(texts, kind, signal));
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof EmbeddingFault)) throw error;
        const wait = this.waitBefore(attempt, error);
        if (wait === undefined) throw error;
        if (error.kind === 'busy') this.pace.pause(wait);
        await sleep(wait, signal);
      }
    }
  }

  private async once(texts: string[], kind: EmbeddingKind, signal: AbortSignal): Promise<Float32Array[]> {
    const deadline = AbortSignal.timeout(this.options.timeoutMs);
    const both = AbortSignal.any([signal, deadline]);
    const vectors = await untilAborted(this.endpoint.call(texts, kind, both), both).catch(
      (error: unknown) => {
        if (deadline.aborted && !signal.aborted) throw new EmbeddingFault('timeout');
        throw error;
      },
    );
    if (vectors.length !== texts.length) throw new EmbeddingFault('unusable');
    return vectors.map((vector) => normalised(vector, this.dimensions));
  }

  /** Undefined when another attempt is not worth it. */
  private waitBefore(attempt: number, { kind, options }: EmbeddingFault): number | undefined {
    if (kind === 'config' || kind === 'rejected') return undefined;
    if (attempt >= (kind === 'unusable' ? 2 : this.options.attempts)) return undefined;
    const asked = options.retryAfterMs;
    if (asked !== undefined && asked > this.options.longestWaitMs) return undefined;
    const backoff = this.options.backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random());
    return Math.min(Math.max(backoff, asked ?? 0), this.options.longestWaitMs);
  }

  private toDomainError({ kind, options: { status, retryAfterMs } }: EmbeddingFault): DomainError {
    const params: Record<string, number> = status === undefined ? {} : { status };
    const retryAfter = retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1000);
    switch (kind) {
      case 'busy':
        return new DomainError('ai.provider_busy', 'unavailable', { params, retryAfter });
      case 'unavailable':
        return new DomainError('ai.provider_unavailable', 'unavailable', { params, retryAfter });
      case 'timeout':
        return new DomainError('ai.provider_timeout', 'timeout', { params });
      case 'unusable':
        return new DomainError('ai.embedding_invalid', 'internal', { params });
      default:
        return new DomainError('ai.provider_config', 'internal', { params });
    }
  }
}

/** Both halves of a batch that failed as a whole, half of a single text that is too long, or nothing smaller. */
function smallerBatches(texts: string[], error: unknown): string[][] | undefined {
  if (!(error instanceof EmbeddingFault) || (error.kind !== 'rejected' && error.kind !== 'unusable')) return;
  if (texts.length > 1) {
    const half = Math.ceil(texts.length / 2);
    return [texts.slice(0, half), texts.slice(half)];
  }
  const [text] = texts;
  if (error.kind === 'rejected' && text.length > SHORT_ENOUGH) return [[text.slice(0, text.length / 2)]];
  return undefined;
}

function normalised(vector: ArrayLike<number>, dimensions: number): Float32Array {
  if (vector?.length !== dimensions) throw new EmbeddingFault('unusable');
  let squares = 0;
  for (let i = 0; i < dimensions; i++) squares += vector[i] * vector[i];
  const norm = Math.sqrt(squares);
  // Also catches NaN.
  if (!(norm > 1e-12) || !Number.isFinite(norm)) throw new EmbeddingFault('unusable');
  const unit = new Float32Array(dimensions);
  for (let i = 0; i < dimensions; i++) unit[i] = vector[i] / norm;
  return unit;
}

function inBatches(texts: string[], most: number): string[][] {
  return Array.from({ length: Math.ceil(texts.length / most) }, (_, i) =>
    texts.slice(i * most, (i + 1) * most),
  );
}

/** A library that is slow to notice an abort holds nobody up. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop!: () => void;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
