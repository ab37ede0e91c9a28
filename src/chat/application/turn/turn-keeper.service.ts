import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';

import { ExchangeLog, TurnLeases } from '../../../conversations/index.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { Lifecycle } from '../../../platform/health/index.js';
import { TurnJournals } from '../ports/turn-journals.port.js';
import { TurnRunner } from './turn-runner.service.js';

const SWEEP_MS = 2_000;
const RENEW_MS = 5_000;
/** Most turns this process takes over at a time, and above how many running ones it takes none. */
const CLAIMS = 32;
/** How long answers may go on once the process was told to stop. */
const GRACE_MS = 4_000;

/**
 * Sees to it that every stored question gets its answer: keeps the leases of running turns, takes over turns whose
 * process died or that were left waiting, brings news of turns that run elsewhere, and hands everything over when
 * this process stops.
 */
@Injectable()
export class TurnKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(TurnKeeper.name);
  private sweeping?: NodeJS.Timeout;
  private renewedAt = 0;
  private busy?: Promise<void>;
  private drained?: Promise<void>;

  constructor(
    private readonly runner: TurnRunner,
    private readonly exchanges: ExchangeLog,
    private readonly leases: TurnLeases,
    private readonly journals: TurnJournals,
    private readonly lifecycle: Lifecycle,
  ) {}

  onApplicationBootstrap(): void {
    this.lifecycle.signal.addEventListener('abort', () => void this.drain(), { once: true });
    this.sweeping = setInterval(() => this.tick(), SWEEP_MS).unref();
    this.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.drain();
  }

  private tick(): void {
    this.busy ??= this.keep()
      .catch((error: Error) => this.logger.warn(`turns are not being watched: ${error.message}`))
      .finally(() => (this.busy = undefined));
  }

  private async keep(): Promise<void> {
    // First of all our own: a process that was frozen must not take its own turns for abandoned ones.
    await this.renew();
    await this.takeOver();
    await this.catchUp();
  }

  private async renew(): Promise<void> {
    const running = this.runner.turns;
    if (running.length === 0 || performance.now() - this.renewedAt < RENEW_MS - SWEEP_MS / 2) return;
    this.renewedAt = performance.now();
    const held = await this.leases.renew(
      running.map(({ turn }) => turn),
      this.runner.lease,
    );
    const ours = new Map(held.map(({ answerId, stopRequested }) => [answerId, stopRequested]));
    for (const turn of running) {
      const stopRequested = ours.get(turn.turn.answer.id);
      if (stopRequested) turn.abort('stopped');
      // One that ended in the meantime is not held either; aborting it does no harm.
      else if (stopRequested === undefined) turn.abort('overtaken');
    }
  }

  private async takeOver(): Promise<void> {
    if (this.drained || this.runner.turns.length >= CLAIMS * 4) return;
    for (const turn of await this.leases.claimIdle(this.runner.lease, CLAIMS)) await this.runner.resume(turn);
  }

  /** Readers here of answers that are written elsewhere, or were when we lost them, get their end from the table. */
  private async catchUp(): Promise<void> {
    const waiting = this.journals.unattended();
    if (waiting.length === 0) return;
    for (const turn of await this.exchanges.states(waiting)) this.journals.settle(turn);
  }

  private drain(): Promise<void> {
    return (this.drained ??= this.handOver());
  }

  private async handOver(): Promise<void> {
    clearInterval(this.sweeping);
    this.runner.close();
    await this.busy;
    await settled(
      this.runner.turns.map(({ done }) => done),
      GRACE_MS,
    );
    const left = this.runner.turns;
    for (const running of left) running.abort('shutdown');
    this.journals.interrupt(new DomainError('service.stopping', 'unavailable', { retryAfter: 2 }));
    await settled(
      left.map(({ done }) => done),
      1_000,
    );
    if (left.length === 0) return;
    await this.leases
      .release(
        left.map(({ turn }) => turn),
        this.runner.lease.owner,
      )
      .catch((error: Error) => this.logger.warn(`leases stay until they run out: ${error.message}`));
    this.logger.log(`${left.length} answer(s) go on after the restart`);
  }
}

/** When all are settled, or after `ms`. */
async function settled(work: Promise<void>[], ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([Promise.all(work), late]);
  clearTimeout(timer);
}
