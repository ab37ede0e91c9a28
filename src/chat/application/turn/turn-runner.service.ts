import { Injectable, Logger } from '@nestjs/common';

import {
  answeredWith,
  type ClaimedTurn,
  ExchangeLog,
  type Lease,
  type Turn,
  TurnLeases,
  unwritten,
} from '../../../conversations/index.js';
import { newId } from '../../../kernel/id.js';
import { TurnJournals } from '../ports/turn-journals.port.js';
import { ChatTurnPipeline } from './chat-turn.pipeline.js';
import { RunningTurn } from './running-turn.js';
import { TurnAbort } from './turn-abort.js';

/** Processes that died over a turn before it is given up. */
const MOST_ATTEMPTS = 3;

/**
 * Answers turns, each independent of whoever waits for it. Turns of one conversation run one after the other: the one
 * that ends starts the next, in whichever process.
 */
@Injectable()
export class TurnRunner {
  /** A process that dies is noticed when its leases run out. */
  readonly lease: Lease = { owner: newId(), seconds: 15 };
  private readonly logger = new Logger(TurnRunner.name);
  private readonly running = new Map<string, RunningTurn>();
  private closed = false;

  constructor(
    private readonly pipeline: ChatTurnPipeline,
    private readonly exchanges: ExchangeLog,
    private readonly leases: TurnLeases,
    private readonly journals: TurnJournals,
  ) {}

  /** Turns being answered here, now. */
  get turns(): RunningTurn[] {
    return [...this.running.values()];
  }

  /** Begins to answer a turn whose lease is ours. Returns at once. */
  start(turn: Turn): void {
    const id = turn.answer.id;
    this.running.get(id)?.abort('overtaken');
    const running = new RunningTurn(turn, this.journals.write(turn));
    this.running.set(id, running);
    running.done = this.answer(running).finally(() => {
      if (this.running.get(id) === running) this.running.delete(id);
    });
  }

  /** The same for turns that were taken over, of which some are past answering. */
  async resume(turn: ClaimedTurn): Promise<void> {
    if (turn.stopRequested) return this.conclude(turn, 'stopped');
    if (turn.abandoned && turn.attempt > MOST_ATTEMPTS) return this.conclude(turn, 'failed');
    this.start(turn);
  }

  /** Stops an answer that is being written here; false when none is. What was written is kept. */
  stop(answerId: string): boolean {
    const running = this.running.get(answerId);
    running?.abort('stopped');
    return running !== undefined;
  }

  /** Drops what is being written to conversations that no longer exist. */
  drop(isGone: (turn: Turn) => boolean): void {
    for (const running of this.running.values()) {
      if (isGone(running.turn)) running.abort('overtaken');
    }
  }

  /** Starts nothing more; what runs goes on. */
  close(): void {
    this.closed = true;
  }

  private async answer({ turn, writer, control }: RunningTurn): Promise<void> {
    try {
      const open = await this.pipeline.run(turn, writer, control);
      if (open === undefined) writer.leave();
      else if (open > 0) await this.startNext(turn.conversationId);
    } catch (error) {
      // Without an outcome the turn stays open: its lease runs out and it is answered again.
      writer.leave();
      if (!(error instanceof TurnAbort)) {
        this.logger.error({ err: error, messageId: turn.answer.id }, 'an answer could not be stored');
      }
    }
  }

  private async startNext(conversationId: string): Promise<void> {
    if (this.closed) return;
    try {
      const next = await this.leases.claimNext(conversationId, this.lease);
      if (next) await this.resume(next);
    } catch (error) {
      // It waits for the next sweep.
      this.logger.warn({ err: error, conversationId }, 'the next turn could not be started');
    }
  }

  /** Ends a turn without answering it. */
  private async conclude(turn: Turn, status: 'stopped' | 'failed'): Promise<void> {
    const error = { code: 'chat.interrupted', kind: 'unavailable' as const, params: {} };
    const outcome = unwritten(status, status === 'failed' ? error : null);
    const open = await this.exchanges.finish(turn, outcome);
    if (open === undefined) return;
    this.journals.settle({ ...turn, answer: answeredWith(turn, outcome) });
    if (open > 0) await this.startNext(turn.conversationId);
  }
}
