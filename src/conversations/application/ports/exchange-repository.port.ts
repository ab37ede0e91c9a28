import type { UtcDay } from '../../../kernel/utc-day.js';
import type { Reach } from '../../../platform/http/access/index.js';
import type { PastMessage } from '../../domain/past-exchange.js';
import type { Lease } from '../../domain/lease.js';
import type { Turn, TurnOutcome } from '../../domain/turn.js';

/** A question to be stored, with the ids that its rows get. */
export interface NewQuestion {
  workspaceId: string;
  botId: string;
  /** The visitor who asks: the conversation becomes theirs, or has to be. null for people and keys, who may join any. */
  visitorId: string | null;
  conversationId: string;
  questionId: string;
  answerId: string;
  content: string;
  clientMessageId: string | null;
}

export interface StoredTurn extends Turn {
  lease: 'none' | 'live' | 'expired';
  leaseOwner: string | null;
}

/**
 * Port to the rows of exchanges. Every write is one statement, thus one short transaction; `seq` numbers come from
 * the conversation's row, whose lock orders the writers.
 *
 * A turn is stored ready to run (attempt 1, leased to `lease.owner`) when no other turn of its conversation is open,
 * else waiting (attempt 0, no lease).
 */
export abstract class ExchangeRepository {
  /** Opens a conversation with its first question. 'duplicate': this client message id has opened one before. */
  abstract open(
    question: NewQuestion,
    conversation: { principal: string; title: string },
    lease: Lease,
  ): Promise<Turn | 'duplicate'>;

  /** Adds a question. undefined: no such conversation of that bot; 'duplicate': the client message id is there. */
  abstract append(
    question: NewQuestion,
    title: string,
    lease: Lease,
  ): Promise<Turn | 'duplicate' | undefined>;

  /** Adds another answer to `turn.question`. 'duplicate': one is being written; undefined: conversation deleted. */
  abstract appendAnswer(turn: Turn, answerId: string, lease: Lease): Promise<Turn | 'duplicate' | undefined>;

  abstract findByClientMessageId(conversationId: string, clientMessageId: string): Promise<Turn | undefined>;
  abstract findOpening(botId: string, principal: string, clientMessageId: string): Promise<Turn | undefined>;

  /** By the id of an answer, within reach. */
  abstract findByAnswer(reach: Reach, answerId: string): Promise<StoredTurn | undefined>;
  /** By the id of a question: with its newest answer. */
  abstract findByQuestion(reach: Reach, questionId: string): Promise<StoredTurn | undefined>;
  /** Without a check of access; for readers that have passed it. */
  abstract findAnswers(answerIds: string[]): Promise<StoredTurn[]>;

  /** What was said, never failed answers: the newest `limit` rows before `beforeSeq`, newest first, each content cut to `maxChars`. */
  abstract past(
    conversationId: string,
    beforeSeq: number,
    limit: number,
    maxChars: number,
  ): Promise<PastMessage[]>;

  /**
   * Stores the outcome when `turn.attempt` is still the newest and unfinished; returns how many turns of the
   * conversation are open after that, or undefined when the turn was no longer this attempt's to finish. What it cost is
   * counted for `day` in the same statement.
   */
  abstract finish(turn: Turn, outcome: TurnOutcome, day: UtcDay): Promise<number | undefined>;
}
