import type { OpenAI } from 'openai';
import type { ChatMessage, ChatRequest } from '../../application/ports/chat-model.port.js';

type Params = OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming;
type Message = OpenAI.Chat.Completions.ChatCompletionMessageParam;

/** OpenAI's own reasoning models: no temperature but the default, and another name for the output limit. */
const REASONS = /^(o\d|gpt-[5-9])/;

/**
 * The request in the wire format. Compatible servers know `max_tokens` and not always its successor; OpenAI's
 * reasoning models know only the successor.
 */
export function toOpenAiRequest(model: string, request: ChatRequest): Params {
  const { system, messages, temperature, maxOutputTokens, tools } = request;
  return {
    model,
    messages: [
      ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
      ...messages.map(toMessage),
    ],
    stream: true,
    stream_options: { include_usage: true },
    ...(REASONS.test(model)
      ? { max_completion_tokens: maxOutputTokens }
      : { max_tokens: maxOutputTokens, temperature }),
    ...(tools?.length
      ? { tools: tools.map((tool) => ({ type: 'function' as const, function: { ...tool } })) }
      : {}),
  };
}

function toMessage(message: ChatMessage): Message {
  if (message.role === 'user') return { role: 'user', content: message.content };
  if (message.role === 'tool') {
    return { role: 'tool', tool_call_id: message.callId, content: message.content };
  }
  return {
    role: 'assistant',
    content: message.content,
    ...(message.toolCalls?.length
      ? {
          tool_calls: message.toolCalls.map(({ id, name, arguments: args }) => ({
            id,
            type: 'function' as const,
            function: { name, arguments: JSON.stringify(args) },
          })),
        }
      : {}),
  };
}
