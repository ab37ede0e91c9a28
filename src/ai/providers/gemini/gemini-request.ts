import type { Content, FunctionDeclaration, GenerateContentRequest, Part } from '@google/generative-ai';
import type { ChatMessage, ChatRequest } from '../../application/ports/chat-model.port.js';

/** The request in Gemini's words: the assistant is the `model`, and turns of one role follow each other as one. */
export function toGeminiRequest(request: ChatRequest): GenerateContentRequest {
  const { system, messages, temperature, maxOutputTokens, tools } = request;
  return {
    ...(system === '' ? {} : { systemInstruction: system }),
    contents: contentsOf(messages),
    generationConfig: { temperature, maxOutputTokens, candidateCount: 1 },
    ...(tools?.length
      ? {
          tools: [
            { functionDeclarations: tools.map((tool) => ({ ...tool }) as unknown as FunctionDeclaration) },
          ],
        }
      : {}),
  };
}

function contentsOf(messages: readonly ChatMessage[]): Content[] {
  const contents: Content[] = [];
  for (const message of messages) {
    const role = message.role === 'assistant' ? 'model' : message.role === 'tool' ? 'function' : 'user';
    const last = contents.at(-1);
    if (last?.role === role) last.parts.push(...partsOf(message));
    else contents.push({ role, parts: partsOf(message) });
  }
  return contents;
}

function partsOf(message: ChatMessage): Part[] {
  if (message.role === 'tool') {
    return [{ functionResponse: { name: message.name, response: { result: message.content } } }];
  }
  const calls = (message.role === 'assistant' && message.toolCalls) || [];
  return [
    // A part without text is refused.
    ...(message.content === '' && calls.length > 0 ? [] : [{ text: message.content || ' ' }]),
    ...calls.map(({ name, arguments: args }) => ({ functionCall: { name, args } })),
  ];
}
