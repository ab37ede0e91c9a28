import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { AccessChanges, type Caller, CallerIndex, CallerVerifier } from '../http/access/index.js';
import type { Place } from './place.js';
import { type Credentials, type Listener, Watch } from './watch.js';

/** With 2 seconds for which a caller is remembered, what another instance has ended is noticed within 5. */
const EVERY_MS = 2_000;
/** Tokens that are looked up at the same time, most of them in one statement; requests need the database, too. */
const AT_ONCE = 50;

/** One token, whoever holds it open. */
interface Holder {
  token: string;
  caller: Caller;
  watches: Set<Watch>;
  /** Look-ups that have begun, and the newest that has been acted on: a slow one must not undo a later one. */
  begun: number;
  settled: number;
}

/** Whether credentials were refused; anything else, such as a database that is away, says nothing about them. */
export function isRefusal(error: unknown): error is DomainError {
  return error instanceof DomainError && ['unauthenticated', 'forbidden', 'not_found'].includes(error.kind);
}

/**
 * Knows who is listening, over sockets and streams, and sees that they stop when they may not any more: at once when this
 * instance made the change, within 5 seconds otherwise. Every distinct token is verified once, however many hold it.
 */
@Injectable()
export class LiveAccess implements OnModuleDestroy {
  private readonly logger = new Logger('LiveAccess');
  private readonly holders = new Map<string, Holder>();
  private readonly index = new CallerIndex<Holder>();
  private readonly holderOf = new WeakMap<Watch, Holder>();
  private changed = new Set<Holder>();
  private complainedAt = Number.NEGATIVE_INFINITY;
  private timer?: NodeJS.Timeout;
  private round?: Promise<void>;

  constructor(
    private readonly verifier: CallerVerifier,
    changes: AccessChanges,
  ) {
    changes.listen((change) => {
      const concerned = this.index.concernedBy(change);
      if (concerned.length === 0) return;
      // After everybody else has heard of it, above all those who remember callers; many changes at once count once.
      if (this.changed.size === 0) queueMicrotask(() => void this.checkChanged());
      for (const holder of concerned) this.changed.add(holder);
    });
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Close the watch when the connection is over. */
  watch(credentials: Credentials, listener: Listener): Watch {
    const watch = new Watch(credentials.caller, listener, (moved, next) => {
      this.remove(moved);
      if (next) this.add(moved, next);
    });
    this.add(watch, credentials);
    return watch;
  }

  /** Calls `onEnded`, once, when the caller may not be at `place` any more, for whatever reason; returns what ends it. */
  during(credentials: Credentials, place: Place, onEnded: (why: DomainError) => void): () => void {
    const watch = this.watch(credentials, { ended: onEnded });
    watch.stay('place', place, (why) => watch.end(why));
    return () => watch.close();
  }

  /** What `work` brings, unless the caller may not be at `place` any more by then. */
  async while<T>(credentials: Credentials, place: Place, work: () => Promise<T>): Promise<T> {
    let over = () => {};
    const ended = new Promise<never>((_, reject) => (over = this.during(credentials, place, reject)));
    try {
      return await Promise.race([work(), ended]);
    } finally {
      over();
    }
  }

  private add(watch: Watch, { token, caller }: Credentials): void {
    let holder = this.holders.get(token);
    if (!holder) {
      holder = { token, caller, watches: new Set(), begun: 0, settled: 0 };
      this.holders.set(token, holder);
      this.index.add(caller, holder);
    }
    holder.watches.add(watch);
    this.holderOf.set(watch, holder);
    this.timer ??= setInterval(() => this.checkAll(), EVERY_MS).unref();
  }

  private remove(watch: Watch): void {
    const holder = this.holderOf.get(watch);
    if (!holder?.watches.delete(watch) || holder.watches.size > 0) return;
    this.holders.delete(holder.token);
    this.index.remove(holder.caller, holder);
    if (this.holders.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private checkAll(): void {
    this.round ??= this.checkEach(this.holders.values()).finally(() => (this.round = undefined));
  }

  private checkChanged(): Promise<void> {
    const { changed } = this;
    this.changed = new Set();
    return this.checkEach(changed.values());
  }

  private async checkEach(holders: Iterator<Holder>): Promise<void> {
    const worker = async () => {
      for (let next = holders.next(); !next.done; next = holders.next()) await this.check(next.value);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  private async check(holder: Holder): Promise<void> {
    const turn = ++holder.begun;
    const verdict = await this.verify(holder.token);
    if (!verdict || turn < holder.settled) return;
    holder.settled = turn;
    for (const watch of [...holder.watches]) {
      try {
        if (verdict instanceof DomainError) watch.end(verdict);
        else watch.admit(verdict);
      } catch (error) {
        this.logger.error({ err: error }, 'a connection could not be told of a change of access');
      }
    }
  }

  /** Undefined when it cannot be told right now. */
  private async verify(token: string): Promise<Caller | DomainError | undefined> {
    try {
      return await this.verifier.verify(token);
    } catch (error) {
      if (isRefusal(error)) return error;
      this.complain(error as Error);
      return undefined;
    }
  }

  /** Once a minute: while the database is away, every look fails. */
  private complain(error: Error): void {
    if (performance.now() - this.complainedAt < 60_000) return;
    this.complainedAt = performance.now();
    this.logger.warn(`open connections go on without a look at their access: ${error.message}`);
  }
}
