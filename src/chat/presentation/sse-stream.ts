import type { Request, Response } from 'express';

import type { ProblemContext } from '../../platform/http/errors/index.js';
import { localeOf } from '../../platform/http/i18n/index.js';
import type { TurnReader } from '../application/ports/turn-journals.port.js';
import type { ChatEvent } from '../application/turn/chat-event.js';
import { payloadOf } from './chat-payload.js';

/** Proxies close connections that say nothing for about a minute. */
const KEEP_ALIVE_MS = 15_000;
/** A client that takes nothing for this long is gone; it can resume. */
const STALLED_MS = 60_000;
/** Frames that look the same to every reader are written once. */
const frames = new WeakMap<ChatEvent, string>();

/**
 * Sends the events of one answer as an SSE stream until it ends or the client leaves, which stops nothing else. While
 * the client takes nothing, nothing is taken from the journal either. A client that has everything already gets 204,
 * which tells an EventSource not to come back.
 */
export function streamEvents(
  request: Request & { requestId?: string },
  response: Response,
  follow: (onNews: () => void) => TurnReader,
): void {
  const context = {
    locale: localeOf(request.headers['accept-language']),
    requestId: request.requestId ?? '',
    instance: request.originalUrl.split('?')[0],
  };
  let blocked = false;
  const pump = () => {
    if (blocked || response.destroyed) return;
    const text = reader
      .take()
      .map((event) => frameOf(event, context))
      .join('');
    if (!response.headersSent) sendHead(response, reader.ended && text === '');
    if (reader.ended) response.end(text);
    else if (text !== '') blocked = !response.write(text);
    if (blocked) stalled.refresh();
  };
  const reader = follow(pump);
  const stalled = setTimeout(() => blocked && response.destroy(), STALLED_MS).unref();
  const keepAlive = setInterval(() => !blocked && response.write(': keep-alive\n\n'), KEEP_ALIVE_MS).unref();
  response.on('drain', () => {
    blocked = false;
    pump();
  });
  response.on('close', () => {
    clearInterval(keepAlive);
    clearTimeout(stalled);
    reader.close();
  });
  pump();
}

function sendHead(response: Response, nothingLeft: boolean): void {
  if (nothingLeft) {
    response.writeHead(204);
    return;
  }
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
}

function frameOf(event: ChatEvent, context: ProblemContext): string {
  const known = frames.get(event);
  if (known !== undefined) return known;
  const frame = `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(payloadOf(event, context))}\n\n`;
  // Problems are told in the reader's language.
  if (event.type !== 'failed') frames.set(event, frame);
  return frame;
}
