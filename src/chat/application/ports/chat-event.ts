import type { DomainError } from '../../../kernel/domain-error.js';
import type { Citation, Message } from '../../../conversations/index.js';

/**
 * What readers of an answer are told, over SSE and sockets alike. `seq` rises with every event (see
 * domain/sequence.ts); deltas joined are the content of the final message, to the character.
 */
export type ChatEvent =
  | StartedEvent
  /** Answering began anew after its process died: what was shown of the answer so far is void. */
  | { type: 'restarted'; seq: number; messageId: string }
  /** The passages that the model is given, before the first text. */
  | { type: 'sources'; seq: number; messageId: string; citations: Citation[] }
  | { type: 'delta'; seq: number; messageId: string; text: string }
  /** The end: `message.status` is `completed` or `stopped`. */
  | { type: 'completed'; seq: number; messageId: string; message: Message }
  /**
   * The end, or with the code `service.stopping` the end of this stream only: the answer goes on elsewhere, and a
   * reader that resumes after `seq` misses nothing.
   */
  | { type: 'failed'; seq: number; messageId: string; error: DomainError };

/** The question is stored and will be answered. */
export interface StartedEvent {
  type: 'started';
  seq: number;
  conversationId: string;
  userMessageId: string;
  messageId: string;
}
