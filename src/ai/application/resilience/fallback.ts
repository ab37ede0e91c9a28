import { type ChatChunk, ChatModel, type ChatRequest } from '../ports/chat-model.port.js';
import { isProviderFault } from './transient.js';

/** Lets a second model answer when the first fails before its first text, and says so with a `model` chunk. */
export class WithFallback extends ChatModel {
  readonly id: string;

  constructor(
    private readonly model: ChatModel,
    private readonly fallback: ChatModel,
    private readonly onFallback: (error: Error) => void = () => {},
  ) {
    super();
    this.id = model.id;
  }

  async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatChunk, void, void> {
    let committed = false;
    try {
      for await (const chunk of this.model.stream(request, signal)) {
        committed ||= chunk.type !== 'alive';
        yield chunk;
      }
      return;
    } catch (error) {
      if (committed || signal.aborted || !isProviderFault(error)) throw error;
      this.onFallback(error);
    }
    yield { type: 'model', id: this.fallback.id };
    yield* this.fallback.stream(request, signal);
  }
}
