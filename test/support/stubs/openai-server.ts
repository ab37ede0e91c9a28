import { StubServer } from './stub-server.js';

export interface OpenAiAnswer {
  /** `null`: none, as of a stream that was cut. */
  finish?: string | null;
  usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number } | null;
  done?: boolean;
  /** Between lines. */
  newline?: string;
}

export const OPENAI_USAGE = { prompt_tokens: 42, completion_tokens: 7, total_tokens: 49 };

/** A chunk of a chat completion, as the event that carries it. */
export function openAiEvent(choice: object | null, more: object = {}, newline = '\n'): string {
  const chunk = {
    id: 'chatcmpl-stub',
    object: 'chat.completion.chunk',
    created: 1_760_000_000,
    model: 'stub-model',
    choices: choice ? [{ index: 0, logprobs: null, finish_reason: null, ...choice }] : [],
    ...more,
  };
  return `data: ${JSON.stringify(chunk)}${newline}${newline}`;
}

/** The events of an answer: the role, the text, the reason, the usage, the end. */
export function openAiEvents(
  pieces: readonly string[],
  { finish = 'stop', usage = OPENAI_USAGE, done = true, newline = '\n' }: OpenAiAnswer = {},
): string[] {
  return [
    openAiEvent({ delta: { role: 'assistant', content: '' } }, {}, newline),
    ...pieces.map((content) => openAiEvent({ delta: { content } }, {}, newline)),
    ...(finish === null ? [] : [openAiEvent({ delta: {}, finish_reason: finish }, {}, newline)]),
    ...(usage ? [openAiEvent(null, { usage }, newline)] : []),
    ...(done ? [`data: [DONE]${newline}${newline}`] : []),
  ];
}

/** A refusal as OpenAI writes it. */
export function openAiError(status: number, error: object = {}, headers: Record<string, string> = {}) {
  const body = { error: { message: 'stub refusal', type: 'stub', param: null, code: null, ...error } };
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    steps: [JSON.stringify(body)],
  };
}

/** Stands in for any server that speaks OpenAI's chat completions. */
export class OpenAiServer extends StubServer {
  get baseUrl(): string {
    return `${this.url}/v1`;
  }

  answer(pieces: readonly string[], options?: OpenAiAnswer): void {
    this.play({ steps: openAiEvents(pieces, options) });
  }
}
