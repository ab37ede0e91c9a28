import type { OpenAI } from 'openai';
import {
  type ChatChunk,
  ChatModel,
  type ChatRequest,
  type FinishReason,
  type TokenUsage,
} from '../../application/ports/chat-model.port.js';
import { providerStream } from '../shared/provider-stream.js';
import { openAiFault, promptBlocked } from './openai-faults.js';
import { toOpenAiRequest } from './openai-request.js';
import { Reasoning } from './reasoning.js';
import { ToolCallDeltas } from './openai-tool-calls.js';

type Chunk = OpenAI.Chat.Completions.ChatCompletionChunk;
/** What compatible servers add; DeepSeek, vLLM and Ollama call it one or the other. */
type Delta = Chunk['choices'][number]['delta'] & { reasoning_content?: string; reasoning?: string };

const REASONS: Record<string, FinishReason> = {
  stop: 'stop',
  // Of older servers, and of some that copy other APIs.
  eos: 'stop',
  end_turn: 'stop',
  length: 'length',
  max_tokens: 'length',
  content_filter: 'safety',
  tool_calls: 'tool_calls',
  function_call: 'tool_calls',
};

/** Chat completions of OpenAI and of every server that speaks its protocol. */
export class OpenAiChatModel extends ChatModel {
  readonly id: string;

  constructor(
    private readonly client: OpenAI,
    private readonly name: string,
  ) {
    super();
    this.id = `openai:${name}`;
  }

  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatChunk> {
    return providerStream({ read: (control) => this.read(request, control), faultOf: openAiFault }, signal);
  }

  private async *read(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatChunk, void, void> {
    const stream = await this.open(request, signal);
    if (!stream) return yield { type: 'finish', reason: 'prompt_blocked' };
    const tools = new ToolCallDeltas();
    const reasoning = new Reasoning();
    let reason: FinishReason | undefined;
    let usage: TokenUsage | undefined;
    for await (const chunk of stream) {
      usage = usageOf(chunk) ?? usage;
      const choice = chunk.choices?.[0];
      if (!choice) continue;
      const delta = (choice.delta ?? {}) as Delta;
      if (delta.tool_calls) tools.add(delta.tool_calls);
      const written = delta.content || delta.refusal;
      const text = written ? reasoning.push(written) : '';
      if (text) yield { type: 'text', text };
      else if (written || delta.reasoning_content || delta.reasoning || delta.tool_calls)
        yield { type: 'alive' };
      if (choice.finish_reason) reason = REASONS[choice.finish_reason] ?? 'other';
    }
    const rest = reasoning.end();
    if (rest) yield { type: 'text', text: rest };
    // Not `[DONE]` makes an answer complete but the reason: some servers leave the former out.
    if (reason) yield* ending(reason, tools, usage);
  }

  private async open(request: ChatRequest, signal: AbortSignal): Promise<AsyncIterable<Chunk> | undefined> {
    try {
      return await this.client.chat.completions.create(toOpenAiRequest(this.name, request), { signal });
    } catch (error) {
      if (promptBlocked(error)) return undefined;
      throw error;
    }
  }
}

function* ending(
  reason: FinishReason,
  tools: ToolCallDeltas,
  usage: TokenUsage | undefined,
): Generator<ChatChunk, void, void> {
  const complete = reason === 'stop' || reason === 'tool_calls';
  if (!tools.any || !complete) {
    yield { type: 'finish', reason, usage };
    return;
  }
  const calls = tools.calls();
  for (const call of calls ?? []) yield { type: 'tool_call', call };
  // Some servers end with `stop` after a call.
  yield { type: 'finish', reason: calls ? 'tool_calls' : 'malformed', usage };
}

function usageOf({ usage }: Chunk): TokenUsage | undefined {
  if (!usage) return undefined;
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage;
  return isCount(promptTokens) && isCount(completionTokens) ? { promptTokens, completionTokens } : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}
