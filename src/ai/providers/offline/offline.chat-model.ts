import { ChatModel, type ChatChunk, type ChatRequest } from '../../application/ports/chat-model.port.js';
import { answerFromPassages } from './answer-from-passages.js';
import { pieces } from './pieces.js';

/**
 * Answers by quoting: picks the sentences of the passages that answer the question. It needs no network, spends no
 * tokens and never writes a word that is not in the documents. Temperature and output limit mean nothing to it: an
 * answer is a few sentences.
 */
export class OfflineChatModel extends ChatModel {
  readonly id = 'offline';

  async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatChunk, void, void> {
    signal.throwIfAborted();
    const answer = answerFromPassages(
      request.question,
      request.passages,
      request.language,
      questionBefore(request),
    );
    for (const text of pieces(answer ?? request.fallbackMessage)) {
      yield { type: 'text', text };
      signal.throwIfAborted();
    }
    yield { type: 'finish', reason: 'stop', answered: answer !== undefined };
  }
}

function questionBefore({ messages }: ChatRequest): string | undefined {
  return messages.slice(0, -1).findLast(({ role }) => role === 'user')?.content;
}
