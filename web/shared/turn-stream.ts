import { createParser } from 'eventsource-parser';

import type { components } from '../api/schema.js';

type Schemas = components['schemas'];
export type Message = Schemas['MessageDto'];
export type Citation = Schemas['CitationDto'];

/** What happens while a question is answered, in order. */
export type TurnEvent =
  | { type: 'started'; conversationId: string; userMessageId: string; messageId: string }
  | { type: 'sources'; citations: Citation[] }
  | { type: 'delta'; text: string }
  /** Answering began anew: forget the text so far. */
  | { type: 'restarted' }
  | { type: 'completed'; message: Message }
  | { type: 'failed'; problem: TurnProblem }
  /** The connection is lost and will be tried again; `attempt` from 1. */
  | { type: 'waiting'; attempt: number };

/** A request with the caller's credentials; rejects (TypeError) when there is no connection. */
export type Send = (path: string, init: RequestInit) => Promise<Response>;

/** As much of a problem document as is needed here; `retryAfter` in seconds. */
export interface TurnProblem {
  code: string;
  detail: string;
  status: number;
  retryAfter?: number;
}

/** The server refused: trying again would not help. */
export class TurnRefused extends Error {
  constructor(readonly problem: TurnProblem) {
    super(problem.detail);
  }
}

const MAX_ATTEMPTS = 12;
/** The server says something every 15 s: silence this long is a connection that is dead without knowing, as after sleep. */
const SILENCE_MS = 40_000;
const pause = (attempt: number) => Math.min(500 * 2 ** (attempt - 1), 8_000) * (0.75 + Math.random() / 2);

/**
 * Asks a question and tells what happens until the answer is there, however often the connection breaks: the question is
 * sent under one `clientMessageId`, so a repeat asks nothing twice, and a stream goes on after the last event that was
 * read. Ends after `completed` or `failed`. Throws `TurnRefused`, or the last error when the connection stays away.
 */
export async function* ask(
  send: Send,
  botId: string,
  question: { message: string; conversationId?: string; clientMessageId: string },
  signal: AbortSignal,
): AsyncGenerator<TurnEvent> {
  yield* untilEnded(
    () =>
      send(
        `/api/v1/bots/${botId}/chat`,
        streamed({ method: 'POST', body: JSON.stringify(question), signal }),
      ),
    send,
    undefined,
    signal,
  );
}

/** Answers an earlier question once more. */
export async function* regenerate(
  send: Send,
  messageId: string,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent> {
  yield* untilEnded(
    () => send(`/api/v1/messages/${messageId}/regenerate`, streamed({ method: 'POST', signal })),
    send,
    undefined,
    signal,
  );
}

/** Goes on with an answer that is being written, from its beginning. */
export async function* resume(send: Send, messageId: string, signal: AbortSignal): AsyncGenerator<TurnEvent> {
  yield* untilEnded(undefined, send, messageId, signal);
}

function streamed(init: RequestInit): RequestInit {
  return { ...init, headers: { 'content-type': 'application/json', accept: 'text/event-stream' } };
}

async function* untilEnded(
  begin: (() => Promise<Response>) | undefined,
  send: Send,
  known: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent> {
  let messageId = known;
  let lastId: string | undefined;
  for (let attempt = 0; ;) {
    try {
      const response =
        messageId === undefined && begin
          ? await begin()
          : await send(`/api/v1/messages/${messageId}/stream`, {
              headers: { accept: 'text/event-stream', ...(lastId ? { 'last-event-id': lastId } : {}) },
              signal,
            });
      if (response.status === 204 && messageId) {
        yield { type: 'completed', message: await stored(send, messageId, signal) };
        return;
      }
      if (!response.ok) await refuse(response);
      for await (const { id, event } of eventsOf(response)) {
        attempt = 0;
        if (id) lastId = id;
        if (event.type === 'started') messageId = event.messageId;
        // The server goes down, the answer does not: it is taken up again after the restart.
        if (event.type === 'failed' && event.problem.code === 'service.stopping') break;
        yield event;
        if (event.type === 'completed' || event.type === 'failed') return;
      }
    } catch (error) {
      if (signal.aborted || error instanceof TurnRefused || attempt >= MAX_ATTEMPTS) throw error;
    }
    // While the browser knows that it is offline, waiting for it is no attempt.
    if (navigator.onLine || attempt === 0) attempt += 1;
    if (attempt > MAX_ATTEMPTS) throw new TypeError('the connection stays away');
    yield { type: 'waiting', attempt };
    await online(pause(attempt), signal);
  }
}

async function refuse(response: Response): Promise<never> {
  const problem = (await response.json().catch(() => undefined)) as TurnProblem | undefined;
  // Worth another try: a proxy in between, or a server that is starting.
  if (!problem || response.status >= 502) throw new TypeError(`HTTP ${response.status}`);
  throw new TurnRefused({ ...problem, status: response.status });
}

async function stored(send: Send, messageId: string, signal: AbortSignal): Promise<Message> {
  const response = await send(`/api/v1/messages/${messageId}`, { signal });
  if (!response.ok) await refuse(response);
  return (await response.json()) as Message;
}

async function* eventsOf(response: Response): AsyncGenerator<{ id?: string; event: TurnEvent }> {
  if (!response.body) return;
  const ready: { id?: string; event: TurnEvent }[] = [];
  const parser = createParser({
    onEvent: ({ id, event, data }) =>
      ready.push({ id, event: { ...(JSON.parse(data) as object), type: event } as TurnEvent }),
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read());
      if (done) return;
      parser.feed(value);
      yield* ready.splice(0);
    }
  } finally {
    // Also when the reader of this generator leaves: the connection is not kept open for nobody.
    await reader.cancel().catch(() => undefined);
  }
}

/** The promise's own end, or a TypeError as for any connection that broke. */
function inTime<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TypeError('the connection is silent')), SILENCE_MS);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Waits `ms`, less when the browser says that it is online again, and ends at once on abort. */
function online(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const stop = () => {
      done();
      reject(signal.reason as Error);
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
    signal.addEventListener('abort', stop);
  });
}
