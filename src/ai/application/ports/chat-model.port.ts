import type { ContextPassage } from '../../domain/context-passage.js';

/** Something the model may ask the platform to do. */
export interface ToolDefinition {
  /** Letters, digits, `_` and `-`, at most 64; unique within a request. */
  name: string;
  description: string;
  /** JSON schema of the arguments, an object at the top. */
  parameters: Record<string, unknown>;
}

/** What the model asked for. */
export interface ToolCall {
  /** Ties the result to the call; unique within an answer. */
  id: string;
  name: string;
  arguments: Record<string, unknown>;
}

/** One earlier or current turn. The last message of a request is the question, or the results of tools it needed. */
export type ChatMessage =
  | { role: 'user'; content: string }
  | { role: 'assistant'; content: string; toolCalls?: ToolCall[] }
  | { role: 'tool'; callId: string; name: string; content: string };

/**
 * Everything a model may need for one answer. A language model reads `system` and `messages` (the prompt step has
 * already written the passages into them, fenced as data); a model that works on passages directly, such as the
 * offline answerer, reads `question` and `passages`. Nobody needs both.
 */
export interface ChatRequest {
  /** Instructions of the bot, with the passages; never shown to the visitor. */
  system: string;
  /** Oldest first, within the prompt budget; never holds a turn that failed. */
  messages: ChatMessage[];
  /** The question as the visitor wrote it. */
  question: string;
  /** Best first, `index` ascending from 1; empty when retrieval found nothing. */
  passages: ContextPassage[];
  /** ISO 639-1 code of the question's language, or `und`. */
  language: string;
  /** What to say, word for word, when the passages do not hold the answer. */
  fallbackMessage: string;
  /** 0..2; models without sampling ignore it. */
  temperature: number;
  /** Upper bound for the answer, in the model's own tokens; reaching it ends with reason `length`. */
  maxOutputTokens: number;
  /** What the model may call; models that cannot ignore it. */
  tools?: ToolDefinition[];
}

/**
 * Why generation ended; everything but `stop` means that the text is not a normal complete answer.
 *
 * - `length`: the output limit was reached.
 * - `tool_calls`: the model waits for the results of the calls it made.
 * - `prompt_blocked`: the provider refused the question or the passages before anything was written.
 * - `safety`: the provider's filters stopped the answer. `recitation`: it would have repeated a protected text.
 * - `malformed`: the model tried to call a tool and wrote something that is no call.
 * - `other`: a reason this list does not know.
 */
export const FINISH_REASONS = [
  'stop',
  'length',
  'tool_calls',
  'prompt_blocked',
  'safety',
  'recitation',
  'malformed',
  'other',
] as const;
export type FinishReason = (typeof FINISH_REASONS)[number];

/** Tokens as the provider bills them. Absent when nothing is billed or the provider does not say. */
export interface TokenUsage {
  promptTokens: number;
  completionTokens: number;
}

export type ChatChunk =
  | { type: 'text'; text: string }
  /** The model works but has nothing to show, as when it reasons; a sign of life, never shown. */
  | { type: 'alive' }
  | { type: 'tool_call'; call: ToolCall }
  /** From here on another model answers than the one that was asked; only before the first text. */
  | { type: 'model'; id: string }
  | {
      type: 'finish';
      reason: FinishReason;
      usage?: TokenUsage;
      /** False when the model says that the passages do not hold the answer; absent when it does not say. */
      answered?: boolean;
    };

/**
 * A model that writes an answer piece by piece.
 *
 * `stream` returns at once and does no work before the first `next()`; each call is independent and models are
 * shared by all turns, so they keep no state between calls. It yields any number of `text` chunks (never empty,
 * never cutting a surrogate pair; joined they are the answer, the model adds no separators later), `alive` and
 * `tool_call` chunks in between, then **exactly one** `finish`, then ends. A stream that ends without `finish` was
 * cut: the text is incomplete.
 *
 * Abort: when `signal` aborts, before or during the stream, the pending or next `next()` rejects with
 * `signal.reason` within a second, no further chunk appears and the provider call is cancelled. `return()` (leaving
 * a `for await`) cancels it too.
 *
 * Errors are thrown from `next()` as `DomainError`:
 * `ai.provider_busy` (unavailable, `retryAfter` when known), `ai.provider_unavailable` (unavailable),
 * `ai.provider_timeout` (timeout; no first token, or silence inside the stream), `ai.provider_config` (internal; key,
 * model name or quota wrong: the owner must act), `ai.stream_interrupted` (unavailable; cut after some text).
 * Keys and provider response bodies appear neither in `params` nor in `message` or `cause`; `params.status` is the
 * provider's HTTP status where there is one.
 *
 * Deadlines, retries, the circuit breaker and the fallback are not the adapter's: `ChatModels.resolve` wraps them
 * around the models of remote providers. Nobody retries a stream whose text has begun. Back-pressure: the model produces no faster than `next()` is called, apart from
 * what the provider has already sent.
 */
export abstract class ChatModel {
  /** Stable id used in bot configuration and stored with each message: `offline`, `<provider>:<model>`. */
  abstract readonly id: string;
  abstract stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatChunk>;
}
