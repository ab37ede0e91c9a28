import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/id.js';
import { type UtcDay, utcDay } from '../../kernel/utc-day.js';
import { assertPermitted, readableBy, type WorkspaceScope } from '../../platform/http/access/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { Quotas } from '../../platform/quotas/index.js';
import type { Lease } from '../domain/lease.js';
import { pairExchanges, type PastExchange } from '../domain/past-exchange.js';
import { titleOf } from '../domain/title.js';
import type { Turn, TurnOutcome } from '../domain/turn.js';
import { ExchangeRepository, type StoredTurn } from './ports/exchange-repository.port.js';
import { type BilledCall, SpendLedger } from './ports/spend-ledger.port.js';

/** A question as it was sent; access to the bot has been checked. */
export interface AskCommand {
  workspaceId: string;
  botId: string;
  principal: string;
  /** The visitor who asks; null for people and keys. */
  visitorId: string | null;
  /** Absent: a conversation is opened. */
  conversationId?: string;
  message: string;
  /** Makes repeats harmless: unique in the conversation, or per bot and principal where none is named. */
  clientMessageId?: string;
}

/** `repeated`: this was stored before and belongs to whoever answers it already. */
export interface Placement {
  turn: Turn;
  repeated: boolean;
}

type Placed = Turn | 'duplicate' | undefined;

/** What may be said of the past to a model: newest rows only, long ones cut. */
const PAST_ROWS = 32;
const PAST_CHARS = 4_000;

/** The record of questions and answers, for the module that answers them. */
@Injectable()
export class ExchangeLog {
  constructor(
    private readonly exchanges: ExchangeRepository,
    private readonly quotas: Quotas,
    private readonly transactions: TransactionRunner,
    private readonly ledger: SpendLedger,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores a question with the placeholder of its answer, once. Throws `conversation.not_found`, or
   * `chat.message_id_reused` (conflict) when the client message id came with another text before, `quota.messages`.
   */
  async ask(command: AskCommand, lease: Lease): Promise<Placement> {
    const { workspaceId, botId, principal, visitorId, message } = command;
    const question = {
      workspaceId,
      botId,
      visitorId,
      conversationId: command.conversationId ?? newId(),
      questionId: newId(),
      answerId: newId(),
      content: message,
      clientMessageId: command.clientMessageId ?? null,
    };
    const title = titleOf(message);
    const placed = await this.withinQuota(workspaceId, () =>
      command.conversationId
        ? this.exchanges.append(question, title, lease)
        : this.exchanges.open(question, { principal, title }, lease),
    );
    if (placed === undefined) throw new DomainError('conversation.not_found', 'not_found');
    if (placed !== 'duplicate') return { turn: placed, repeated: false };
    return { turn: await this.repeated(command), repeated: true };
  }

  /**
   * Stores the placeholder of one more answer to the turn's question; the one that is being written, if any, counts
   * as that. Throws `conversation.not_found` when the conversation was deleted meanwhile.
   */
  async askAgain(turn: Turn, lease: Lease): Promise<Placement> {
    const placed = await this.withinQuota(turn.workspaceId, () =>
      this.exchanges.appendAnswer(turn, newId(), lease),
    );
    if (placed === undefined) throw new DomainError('conversation.not_found', 'not_found');
    if (placed !== 'duplicate') return { turn: placed, repeated: false };
    const running = await this.exchanges.findByQuestion(
      { workspaces: [turn.workspaceId], bots: [turn.botId], visitor: null },
      turn.question.id,
    );
    return { turn: running ?? turn, repeated: true };
  }

  /** The exchange of an answer. Throws `message.not_found`, `access.forbidden`. */
  async findAnswer(scope: WorkspaceScope, answerId: string): Promise<StoredTurn> {
    return permitted(scope, await this.exchanges.findByAnswer(readableBy(scope), answerId));
  }

  /** The exchange of an answer, or of a question with its newest answer. Throws as `findAnswer`. */
  async find(scope: WorkspaceScope, messageId: string): Promise<StoredTurn> {
    const found =
      (await this.exchanges.findByAnswer(readableBy(scope), messageId)) ??
      (await this.exchanges.findByQuestion(readableBy(scope), messageId));
    return permitted(scope, found);
  }

  /** Current state of answers whose access was checked before; those that are gone are absent. */
  states(answerIds: string[]): Promise<StoredTurn[]> {
    return this.exchanges.findAnswers(answerIds);
  }

  /** Exchanges before this turn that may be told to a model, oldest first; bounded whatever the conversation holds. */
  async past(turn: Turn): Promise<PastExchange[]> {
    if (turn.question.seq === 1) return [];
    const { conversationId, question } = turn;
    return pairExchanges(await this.exchanges.past(conversationId, question.seq, PAST_ROWS, PAST_CHARS));
  }

  /**
   * Stores how answering ended and returns how many turns of the conversation are open after it. undefined: this
   * attempt was overtaken (its lease expired, or the conversation was deleted) and nothing was stored but what it cost.
   */
  async finish(turn: Turn, outcome: TurnOutcome): Promise<number | undefined> {
    const open = await this.exchanges.finish(turn, outcome, this.today);
    if (open === undefined) await this.discard(turn, outcome);
    return open;
  }

  /** Counts what an attempt has cost of which nothing else is kept. Once, however often it is told. */
  discard(turn: Turn, outcome: TurnOutcome): Promise<void> {
    return this.ledger.record(turn, outcome, this.today);
  }

  /** Counts what else a model was asked for a conversation. */
  charge({ workspaceId, botId }: Turn, call: BilledCall): Promise<void> {
    return this.ledger.add({ workspaceId, botId }, call, this.today);
  }

  private get today(): UtcDay {
    return utcDay(this.clock.now());
  }

  /** Where the plan limits messages, storing is undone when it was one too many; elsewhere it is one statement. */
  private async withinQuota(workspaceId: string, store: () => Promise<Placed>): Promise<Placed> {
    if (!(await this.quotas.limits(workspaceId, 'messages'))) return store();
    return this.transactions.run(async () => {
      const placed = await store();
      // A repeat has ended the transaction already, and counts nothing.
      if (placed && placed !== 'duplicate') await this.quotas.assertWithin(workspaceId, ['messages']);
      return placed;
    });
  }

  private async repeated(command: AskCommand): Promise<Turn> {
    const { botId, principal, conversationId, clientMessageId = '' } = command;
    const turn = conversationId
      ? await this.exchanges.findByClientMessageId(conversationId, clientMessageId)
      : await this.exchanges.findOpening(botId, principal, clientMessageId);
    if (!turn) throw new DomainError('conversation.not_found', 'not_found');
    if (turn.question.content !== command.message)
      throw new DomainError('chat.message_id_reused', 'conflict');
    return turn;
  }
}

function permitted(scope: WorkspaceScope, turn: StoredTurn | undefined): StoredTurn {
  if (!turn) throw new DomainError('message.not_found', 'not_found');
  assertPermitted(scope, turn.workspaceId);
  return turn;
}
