import type { Citation, Message, Turn } from '../../../conversations/index.js';
import type { DomainError } from '../../../kernel/domain-error.js';
import type { ChatEvent } from './chat-event.js';

/** The one who answers writes here. Nothing blocks: readers that lag get more text at once later. */
export interface TurnWriter {
  /** Once, before the first text. */
  sources(citations: Citation[]): void;
  /** Pieces of one turn of the event loop reach readers as one delta. */
  text(piece: string): void;
  /** After the outcome has been stored. */
  end(message: Message): void;
  /** Instead of `end`: the answer goes on without this writer, here or elsewhere. */
  leave(): void;
}

/** One reader's way through an answer. */
export interface TurnReader {
  /** Everything since the last call, text as one delta; empty when there is nothing new. */
  take(): ChatEvent[];
  /** True once the last event was taken: nothing follows. */
  readonly ended: boolean;
  close(): void;
}

/**
 * Port: the live record of answers while they are written, and for some minutes afterwards; then it is made anew
 * from the stored message, so readers never see a difference. Memory per answer is its text, whatever the number and
 * the pace of its readers.
 */
export abstract class TurnJournals {
  /** Begins to write `turn.attempt`. What an earlier attempt wrote is void and readers are told `restarted`. */
  abstract write(turn: Turn): TurnWriter;

  /**
   * Reads an answer from `afterSeq` (0: from the beginning) and then follows it. `turn` is its state as stored;
   * while nobody here writes it, the reader waits for `write` or `settle`. `onNews` is called, synchronously and
   * never from within `follow`, when there is something to take.
   */
  abstract follow(turn: Turn, afterSeq: number, onNews: () => void): TurnReader;

  /** Answers with readers that nobody here writes: they wait, or another process answers them. */
  abstract unattended(): string[];
  /** Brings the journal of an unattended answer to its stored state, when that is final. */
  abstract settle(turn: Turn): void;

  /** Ends the streams of all readers with `error`; the answers themselves are not over. */
  abstract interrupt(error: DomainError): void;
}
