import { DomainError } from '../../../kernel/domain-error.js';
import type { ChatMeter, MeteredCall } from '../ports/chat-meter.port.js';
import { type ChatChunk, ChatModel, type ChatRequest } from '../ports/chat-model.port.js';

/** Tells the meter of every call when it is over, however it ends. */
export class WithMetering extends ChatModel {
  readonly id: string;

  constructor(
    private readonly model: ChatModel,
    private readonly meter: ChatMeter,
  ) {
    super();
    this.id = model.id;
  }

  async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatChunk, void, void> {
    const began = performance.now();
    // What it stays when the reader leaves.
    let outcome: MeteredCall['outcome'] = 'aborted';
    let firstTokenMs: number | undefined;
    let usage: MeteredCall['usage'];
    try {
      for await (const chunk of this.model.stream(request, signal)) {
        if (chunk.type === 'text') firstTokenMs ??= Math.round(performance.now() - began);
        if (chunk.type === 'finish') ({ reason: outcome, usage } = chunk);
        yield chunk;
      }
    } catch (error) {
      if (!signal.aborted) outcome = outcomeOf(error);
      throw error;
    } finally {
      const totalMs = Math.round(performance.now() - began);
      this.meter.record({ model: this.id, outcome, firstTokenMs, totalMs, usage });
    }
  }
}

function outcomeOf(error: unknown): MeteredCall['outcome'] {
  return error instanceof DomainError && error.code.startsWith('ai.')
    ? (error.code as `ai.${string}`)
    : 'other';
}
