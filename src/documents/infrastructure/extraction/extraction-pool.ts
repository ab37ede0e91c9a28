import { availableParallelism } from 'node:os';

import { ExtractionChild, type ChildOptions } from './extraction-child.js';

export interface PoolOptions extends ChildOptions {
  /** Most children at a time. */
  size: number;
  /** A child without work for so long is ended. */
  idleMs: number;
}

/**
 * Reading is arithmetic: more children than cores take turns, each with code to warm up and memory of its own. They are
 * started all the same when nobody became free for this long, so that a few slow documents do not hold up the rest.
 */
const PATIENCE_MS = 250;

interface Waiter {
  resolve: (child: ExtractionChild) => void;
  reject: (error: Error) => void;
}

/**
 * Warm extraction children: started when needed, kept for the next document, ended when idle. Whoever waits is served
 * in order of arrival.
 */
export class ExtractionPool {
  private readonly all = new Set<ExtractionChild>();
  private readonly idle: { child: ExtractionChild; timer: NodeJS.Timeout }[] = [];
  private readonly waiters: Waiter[] = [];
  private closed = false;
  private patience?: NodeJS.Timeout;

  constructor(private readonly options: PoolOptions) {}

  /** For tests and diagnostics. */
  get children(): readonly ExtractionChild[] {
    return [...this.all];
  }

  acquire(signal: AbortSignal): Promise<ExtractionChild> {
    signal.throwIfAborted();
    const warm = this.takeIdle();
    if (warm) return Promise.resolve(warm);
    if (!this.closed && this.all.size < Math.min(this.options.size, availableParallelism()))
      return Promise.resolve(this.start());
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        resolve: (child) => {
          signal.removeEventListener('abort', abort);
          resolve(child);
        },
        reject: (error) => {
          signal.removeEventListener('abort', abort);
          reject(error);
        },
      };
      const abort = () => {
        const at = this.waiters.indexOf(waiter);
        if (at !== -1) this.waiters.splice(at, 1);
        waiter.reject(signal.reason as Error);
      };
      signal.addEventListener('abort', abort, { once: true });
      this.waiters.push(waiter);
      this.reinforceLater();
    });
  }

  /** A child that finished its job well. */
  release(child: ExtractionChild): void {
    child.release();
    if (child.ended || this.closed) return child.kill();
    const waiter = this.waiters.shift();
    if (waiter) {
      this.reinforceLater();
      return waiter.resolve(child);
    }
    clearTimeout(this.patience);
    const timer = setTimeout(() => child.kill(), this.options.idleMs);
    timer.unref();
    this.idle.push({ child, timer });
  }

  close(error: Error): void {
    this.closed = true;
    clearTimeout(this.patience);
    for (const waiter of this.waiters.splice(0)) waiter.reject(error);
    for (const child of this.all) child.kill();
  }

  private takeIdle(): ExtractionChild | null {
    // The last one used is the warmest; the others get their chance to end.
    const warm = this.idle.pop();
    if (!warm) return null;
    clearTimeout(warm.timer);
    return warm.child;
  }

  /** Begins the wait anew: somebody came, or somebody was served. */
  private reinforceLater(): void {
    clearTimeout(this.patience);
    if (this.closed || this.waiters.length === 0 || this.all.size >= this.options.size) return;
    this.patience = setTimeout(() => {
      this.waiters.shift()?.resolve(this.start());
      this.reinforceLater();
    }, PATIENCE_MS);
    this.patience.unref();
  }

  private start(): ExtractionChild {
    const child = new ExtractionChild(this.options, (ended) => this.forget(ended));
    this.all.add(child);
    return child;
  }

  private forget(child: ExtractionChild): void {
    this.all.delete(child);
    const at = this.idle.findIndex((entry) => entry.child === child);
    if (at !== -1) clearTimeout(this.idle.splice(at, 1)[0].timer);
    const waiter = this.closed ? undefined : this.waiters.shift();
    if (waiter) waiter.resolve(this.start());
  }
}
