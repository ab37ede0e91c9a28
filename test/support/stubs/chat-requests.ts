import type { ChatChunk, ChatModel, ChatRequest } from '../../../src/ai/index.js';

export const QUESTION = 'How long is the warranty?';

export function chatRequest(overrides: Partial<ChatRequest> = {}): ChatRequest {
  return {
    system: 'Answer from the passages.',
    messages: [{ role: 'user', content: QUESTION }],
    question: QUESTION,
    passages: [],
    language: 'en',
    fallbackMessage: 'I do not know.',
    temperature: 0.3,
    maxOutputTokens: 256,
    ...overrides,
  };
}

export interface Heard {
  text: string;
  chunks: ChatChunk[];
  finish?: Extract<ChatChunk, { type: 'finish' }>;
  error?: Error;
}

/** Listens to the end, whichever it is. */
export async function hear(
  model: ChatModel,
  request = chatRequest(),
  signal = new AbortController().signal,
): Promise<Heard> {
  const heard: Heard = { text: '', chunks: [] };
  try {
    for await (const chunk of model.stream(request, signal)) {
      heard.chunks.push(chunk);
      if (chunk.type === 'text') heard.text += chunk.text;
      if (chunk.type === 'finish') heard.finish = chunk;
    }
  } catch (error) {
    heard.error = error as Error;
  }
  return heard;
}
