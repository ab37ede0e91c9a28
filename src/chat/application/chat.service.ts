import { Injectable } from '@nestjs/common';

import { BotDirectory } from '../../bots/index.js';
import {
  answeredWith,
  ExchangeLog,
  type Message,
  type StoredTurn,
  type Turn,
  TurnLeases,
  unwritten,
} from '../../conversations/index.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Lifecycle } from '../../platform/health/index.js';
import type { WorkspaceScope } from '../../platform/http/access/index.js';
import { TurnJournals, type TurnReader } from './ports/turn-journals.port.js';
import { TurnRunner } from './turn/turn-runner.service.js';

export interface Question {
  botId: string;
  /** Absent: a conversation is opened. */
  conversationId?: string;
  message: string;
  clientMessageId?: string;
}

/** Asking, following, stopping: what controllers and gateway offer to callers. */
@Injectable()
export class ChatService {
  private readonly listeners: ((turn: Turn) => void)[] = [];

  constructor(
    private readonly bots: BotDirectory,
    private readonly exchanges: ExchangeLog,
    private readonly leases: TurnLeases,
    private readonly runner: TurnRunner,
    private readonly journals: TurnJournals,
    private readonly lifecycle: Lifecycle,
  ) {}

  /**
   * Stores the question and sees that it is answered; a repeat of the same client message id returns the turn that
   * was stored then. Throws `bot.not_found`, `conversation.not_found`, `access.forbidden`, `chat.message_id_reused`,
   * `service.stopping`.
   */
  async ask(scope: WorkspaceScope, principal: string, question: Question): Promise<Turn> {
    this.assertOpen();
    const bot = await this.bots.find(scope, question.botId);
    const command = { ...question, workspaceId: bot.workspaceId, principal, visitorId: scope.visitor };
    const { turn, repeated } = await this.exchanges.ask(command, this.runner.lease);
    if (!repeated) this.accept(turn);
    return turn;
  }

  /** Has the question of an answer (or a question) answered once more. Throws `message.not_found`. */
  async askAgain(scope: WorkspaceScope, messageId: string): Promise<Turn> {
    this.assertOpen();
    const earlier = await this.exchanges.find(scope, messageId);
    const { turn, repeated } = await this.exchanges.askAgain(earlier, this.runner.lease);
    if (!repeated) this.accept(turn);
    return turn;
  }

  /** The turn of an answer, to be followed. Throws `message.not_found`. */
  find(scope: WorkspaceScope, answerId: string): Promise<Turn> {
    return this.exchanges.findAnswer(scope, answerId);
  }

  /** See `TurnJournals.follow`. For turns that came from a method above, which has checked access. */
  follow(turn: Turn, afterSeq: number, onNews: () => void): TurnReader {
    return this.journals.follow(turn, afterSeq, onNews);
  }

  /** Waits for the answer. Throws why it failed, or `service.stopping` when it goes on after a restart. */
  completion(turn: Turn): Promise<Message> {
    return new Promise((resolve, reject) => {
      const look = () => {
        try {
          for (const event of reader.take()) {
            if (event.type === 'completed') resolve(event.message);
            else if (event.type === 'failed') reject(event.error);
          }
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const reader = this.journals.follow(turn, 0, look);
      look();
    });
  }

  /** Stops an answer and returns it with what was written; one that is over is returned as it is. */
  async stop(scope: WorkspaceScope, answerId: string): Promise<Message> {
    const turn = await this.exchanges.findAnswer(scope, answerId);
    if (turn.answer.status !== 'streaming') return turn.answer;
    if (!this.runner.stop(answerId)) {
      if (turn.lease !== 'live') return this.stopIdle(turn);
      await this.leases.requestStop(answerId);
    }
    return this.completion(turn).catch((error: unknown) => this.failedAnswer(scope, answerId, error));
  }

  /** Calls `listener` with every turn that is accepted here. */
  onAccepted(listener: (turn: Turn) => void): void {
    this.listeners.push(listener);
  }

  private accept(turn: Turn): void {
    if (turn.attempt > 0) this.runner.start(turn);
    for (const listener of this.listeners) listener(turn);
  }

  /** One that waits its turn, or whose process died. */
  private async stopIdle(turn: StoredTurn): Promise<Message> {
    const outcome = unwritten('stopped');
    const stopped = answeredWith(turn, outcome);
    if ((await this.exchanges.finish(turn, outcome)) === undefined) {
      // Somebody has just begun with it.
      this.runner.stop(turn.answer.id);
      await this.leases.requestStop(turn.answer.id);
      return this.completion(turn);
    }
    this.journals.settle({ ...turn, answer: stopped });
    return stopped;
  }

  /** It failed before it could be stopped: an answer all the same. */
  private async failedAnswer(scope: WorkspaceScope, answerId: string, error: unknown): Promise<Message> {
    const { answer } = await this.exchanges.findAnswer(scope, answerId);
    if (answer.status === 'streaming') throw error;
    return answer;
  }

  private assertOpen(): void {
    if (this.lifecycle.draining) throw new DomainError('service.stopping', 'unavailable', { retryAfter: 2 });
  }
}
