import { setTimeout as delay } from 'node:timers/promises';

/**
 * When calls to one provider may begin: so many at a time, so many a minute, and none while the provider has asked for
 * a pause. Questions do not queue behind documents: they only keep the pause.
 */
export class EmbeddingPace {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private nextStart = 0;
  private pausedUntil = 0;

  constructor(
    private readonly options: { atOnce: number; perMinute: number },
    private readonly now: () => number = () => performance.now(),
  ) {}

  async run<T>(urgent: boolean, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    if (urgent) return call();
    await this.enter(signal);
    try {
      await this.awaitTurn(signal);
      return await call();
    } finally {
      this.leave();
    }
  }

  /** The provider wants to be left alone for so long. */
  pause(ms: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, this.now() + ms);
  }

  private async awaitTurn(signal: AbortSignal): Promise<void> {
    if (this.options.perMinute > 0) {
      const start = Math.max(this.now(), this.nextStart);
      this.nextStart = start + 60_000 / this.options.perMinute;
      await sleep(start - this.now(), signal);
    }
    while (this.pausedUntil > this.now()) await sleep(this.pausedUntil - this.now(), signal);
  }

  private async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.running < this.options.atOnce) {
      this.running++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const go = () => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const stop = () => {
        this.waiting.splice(this.waiting.indexOf(go), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', stop, { once: true });
      this.waiting.push(go);
    });
  }

  /** Hands the place on, if somebody waits for it. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running--;
  }
}

/** Rejects with the signal's own reason. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (ms <= 0) return;
  await delay(ms, undefined, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}
