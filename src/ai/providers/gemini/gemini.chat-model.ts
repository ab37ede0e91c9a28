import type { EnhancedGenerateContentResponse, GenerativeModel, Part } from '@google/generative-ai';
import {
  type ChatChunk,
  ChatModel,
  type ChatRequest,
  type FinishReason,
  type TokenUsage,
} from '../../application/ports/chat-model.port.js';
import { providerStream } from '../shared/provider-stream.js';
import { geminiFault, GeminiStreamError } from './gemini-faults.js';
import { toGeminiRequest } from './gemini-request.js';

/** Those of the service, which knows more than the SDK's list. */
const REASONS: Record<string, FinishReason> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'safety',
  BLOCKLIST: 'safety',
  PROHIBITED_CONTENT: 'safety',
  SPII: 'safety',
  IMAGE_SAFETY: 'safety',
  RECITATION: 'recitation',
  MALFORMED_FUNCTION_CALL: 'malformed',
  UNEXPECTED_TOOL_CALL: 'malformed',
};

/** What comes over the wire besides what the SDK declares. */
type Piece = Omit<EnhancedGenerateContentResponse, 'usageMetadata'> & {
  error?: { code?: number };
  usageMetadata?: { promptTokenCount?: number; candidatesTokenCount?: number; thoughtsTokenCount?: number };
};
type WirePart = Part & { thought?: boolean };

/** What is known of an answer when the stream is over. */
interface Reading {
  reason?: FinishReason;
  usage?: TokenUsage;
  calls: number;
}

/** Google Gemini through its SDK. */
export class GeminiChatModel extends ChatModel {
  readonly id: string;

  constructor(
    private readonly model: GenerativeModel,
    name: string,
  ) {
    super();
    this.id = `gemini:${name}`;
  }

  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatChunk> {
    return providerStream({ read: (control) => this.read(request, control), faultOf: geminiFault }, signal);
  }

  private async *read(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatChunk, void, void> {
    const result = await this.model.generateContentStream(toGeminiRequest(request), { signal });
    // The SDK reads the stream twice; what it thinks of the whole is not asked for.
    result.response.catch(() => {});
    const reading: Reading = { calls: 0 };
    for await (const piece of result.stream) yield* chunksOf(piece, reading);
    const { reason, usage, calls } = reading;
    if (reason)
      yield { type: 'finish', reason: reason === 'stop' && calls > 0 ? 'tool_calls' : reason, usage };
  }
}

function* chunksOf(piece: Piece, reading: Reading): Generator<ChatChunk, void, void> {
  if (piece.error) throw new GeminiStreamError(piece.error);
  reading.usage = usageOf(piece) ?? reading.usage;
  if (piece.promptFeedback?.blockReason) reading.reason = 'prompt_blocked';
  const candidate = piece.candidates?.[0];
  for (const part of (candidate?.content?.parts ?? []) as WirePart[]) {
    if (part.functionCall) yield toolCall(part.functionCall, reading);
    else if (part.text) yield part.thought ? { type: 'alive' } : { type: 'text', text: part.text };
  }
  if (candidate?.finishReason) reading.reason = REASONS[candidate.finishReason] ?? 'other';
}

/** Gemini has no ids for calls, or has them only in newer models. */
function toolCall(call: { name: string; args?: object; id?: string }, reading: Reading): ChatChunk {
  const id = call.id ?? `call_${reading.calls}`;
  reading.calls += 1;
  return {
    type: 'tool_call',
    call: { id, name: call.name, arguments: (call.args ?? {}) as Record<string, unknown> },
  };
}

/** Thinking is billed as output. */
function usageOf({ usageMetadata }: Piece): TokenUsage | undefined {
  if (!usageMetadata || !Number.isInteger(usageMetadata.promptTokenCount)) return undefined;
  const { promptTokenCount, candidatesTokenCount = 0, thoughtsTokenCount = 0 } = usageMetadata;
  return { promptTokens: promptTokenCount!, completionTokens: candidatesTokenCount + thoughtsTokenCount };
}
