import { DomainError } from '../../../kernel/domain-error.js';
import { type ChatChunk, ChatModel, type ChatRequest } from '../ports/chat-model.port.js';

export interface Deadlines {
  /** Longest wait for the first chunk. */
  firstTokenMs: number;
  /** Longest silence between two chunks. */
  idleMs: number;
}

/** Gives up on a provider that does not begin, or stops speaking, with `ai.provider_timeout`; the call is cancelled. */
export class WithDeadlines extends ChatModel {
  readonly id: string;

  constructor(
    private readonly model: ChatModel,
    private readonly deadlines: Deadlines,
  ) {
    super();
    this.id = model.id;
  }

  async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatChunk, void, void> {
    signal.throwIfAborted();
    const control = new AbortController();
    const forward = () => control.abort(signal.reason);
    signal.addEventListener('abort', forward, { once: true });
    const expire = () => control.abort(new DomainError('ai.provider_timeout', 'timeout'));
    let timer = setTimeout(expire, this.deadlines.firstTokenMs);
    try {
      for await (const chunk of this.model.stream(request, control.signal)) {
        // The reader's own time is not the provider's silence.
        clearTimeout(timer);
        yield chunk;
        timer = setTimeout(expire, this.deadlines.idleMs);
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', forward);
    }
  }
}
