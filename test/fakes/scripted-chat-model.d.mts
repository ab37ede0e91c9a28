import type { ChatChunk, ChatModel, ChatModelProvider, ChatRequest } from '../../src/ai/index.js';

/** What one answer consists of. Positions count tokens already delivered; 0 is before the first. */
export interface ChatScript {
  /** The text pieces, or one piece, or how many sample tokens; 5 unless told. */
  tokens?: readonly string[] | string | number;
  /** Pace after the first token; absent: all at once. */
  tokensPerSecond?: number;
  firstTokenDelayMs?: number;
  /** Throws `error` (or a plain Error) when this many tokens were delivered. */
  failAt?: number;
  error?: Error;
  /** Ends without a finish chunk, as a broken connection does. */
  cutAt?: number;
  /** Says nothing more until aborted. */
  hangAt?: number;
  /** Waits for `release()`. */
  holdAt?: number;
  /** Overrides parts of the finish chunk. */
  finish?: Partial<Omit<Extract<ChatChunk, { type: 'finish' }>, 'type'>>;
}

export interface ScriptedCall {
  request: ChatRequest;
  /** Tokens handed out so far. */
  delivered: number;
  state: 'running' | 'held' | 'finished' | 'failed' | 'cut' | 'aborted' | 'left';
  release?: () => void;
}

export class ScriptedChatModel implements ChatModel {
  constructor(
    script?: ChatScript | ((request: ChatRequest, call: number) => ChatScript),
    options?: {
      id?: string;
      /** Only the last so many calls are kept; all, unless told. */ keepCalls?: number;
    },
  );
  readonly id: string;
  readonly calls: ScriptedCall[];
  readonly lastRequest: ChatRequest | undefined;
  play(script: ChatScript | ((request: ChatRequest, call: number) => ChatScript)): void;
  until(predicate: (calls: ScriptedCall[]) => boolean): Promise<void>;
  release(): void;
  provider(scheme?: string): ChatModelProvider;
  stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatChunk, void, void>;
}

export function sampleTokens(count: number): string[];
