import { StubServer } from './stub-server.js';

export interface GeminiAnswer {
  /** `null`: none, as of a stream that was cut. */
  finish?: string | null;
  newline?: string;
}

export const GEMINI_USAGE = { promptTokenCount: 42, candidatesTokenCount: 7, totalTokenCount: 49 };

/** A piece of an answer, as the event that carries it. Gemini separates events by CRLF. */
export function geminiEvent(piece: object, newline = '\r\n'): string {
  return `data: ${JSON.stringify({ modelVersion: 'stub-model', ...piece })}${newline}${newline}`;
}

export function geminiCandidate(parts: object[], finishReason?: string): object {
  return {
    candidates: [{ content: { parts, role: 'model' }, index: 0, ...(finishReason ? { finishReason } : {}) }],
    usageMetadata: GEMINI_USAGE,
  };
}

/** The events of an answer; the last text brings the reason along. */
export function geminiEvents(
  pieces: readonly string[],
  { finish = 'STOP', newline = '\r\n' }: GeminiAnswer = {},
): string[] {
  return pieces.map((text, i) =>
    geminiEvent(
      geminiCandidate([{ text }], i === pieces.length - 1 && finish !== null ? finish : undefined),
      newline,
    ),
  );
}

/** A refusal as Google's services write it. */
export function geminiError(code: number, details?: object[], headers: Record<string, string> = {}) {
  const body = { error: { code, message: 'stub refusal', status: 'STUB', details } };
  return {
    status: code,
    headers: { 'content-type': 'application/json', ...headers },
    steps: [JSON.stringify(body)],
  };
}

export const retryIn = (retryDelay: string) => [
  { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay },
];

/** Stands in for the Gemini API. */
export class GeminiServer extends StubServer {
  answer(pieces: readonly string[], options?: GeminiAnswer): void {
    this.play({ steps: geminiEvents(pieces, options) });
  }
}
