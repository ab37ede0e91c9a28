import { Logger } from '@nestjs/common';
import type { Request, Response } from 'express';

import type { Caller } from '../../platform/http/access/index.js';
import { type ProblemContext, toProblem } from '../../platform/http/errors/index.js';
import { localeOf } from '../../platform/http/i18n/index.js';
import type { TurnReader } from '../application/ports/turn-journals.port.js';
import type { ChatEvent } from '../application/ports/chat-event.js';
import { payloadOf } from './chat-payload.js';

/** Proxies close connections that say nothing for about a minute. */
const KEEP_ALIVE_MS = 15_000;
/** A client that takes nothing for this long is gone; it can resume. */
const STALLED_MS = 60_000;
const logger = new Logger('Chat');
/** Frames that look the same to every reader, or to every visitor, are written once. */
const frames = new WeakMap<ChatEvent, string>();
const framesForVisitors = new WeakMap<ChatEvent, string>();
const framesWithoutSources = new WeakMap<ChatEvent, string>();

/** Where a stream comes from, and for how long it may go on. */
export interface StreamSource {
  follow(onNews: () => void): TurnReader;
  /** Calls `onEnded`, once, when the client may not read on; returns what ends the watch. */
  watch(onEnded: (why: Error) => void): () => void;
}

/**
 * Sends the events of one answer as an SSE stream until it ends, the client leaves or may not read on, which stops
 * nothing else. While the client takes nothing, nothing is taken from the journal either. A client that has everything
 * already gets 204, which tells an EventSource not to come back.
 */
export function streamEvents(
  request: Request & { requestId?: string; caller: Caller },
  response: Response,
  source: StreamSource,
): void {
  const context = {
    locale: localeOf(request.headers['accept-language']),
    requestId: request.requestId ?? '',
    instance: request.originalUrl.split('?')[0],
  };
  let blocked = false;
  const over = () => response.destroyed || response.writableEnded;
  const send = () => {
    const text = reader
      .take()
      .map((event) => frameOf(event, request.caller, context))
      .join('');
    const first = !response.headersSent;
    if (first) setHead(response, reader.ended && text === '');
    if (reader.ended) response.end(text);
    else if (text !== '') blocked = !response.write(text);
    // With text, the head leaves in the same packet.
    else if (first) response.flushHeaders();
    if (blocked) stalled.refresh();
  };
  const pump = () => {
    if (blocked || over()) return;
    try {
      send();
    } catch (error) {
      // Whoever wrote the news knows nothing of its readers: the defect ends this stream, and only this one.
      logger.error({ err: error, requestId: context.requestId }, 'the stream of an answer broke off');
      breakOff(response, error, context);
    }
  };
  const reader = source.follow(pump);
  const unwatch = source.watch((why) => {
    if (!over()) breakOff(response, why, context);
  });
  const stalled = setTimeout(() => blocked && response.destroy(), STALLED_MS).unref();
  const keepAlive = setInterval(() => {
    if (!blocked && !over()) response.write(': keep-alive\n\n');
  }, KEEP_ALIVE_MS).unref();
  response.on('drain', () => {
    blocked = false;
    pump();
  });
  response.on('close', () => {
    clearInterval(keepAlive);
    clearTimeout(stalled);
    unwatch();
    reader.close();
  });
  pump();
}

/** Without an id: the client resumes after the last event that it has. */
function breakOff(response: Response, error: unknown, context: ProblemContext): void {
  if (!response.headersSent) setHead(response, false);
  response.end(`event: failed\ndata: ${JSON.stringify({ problem: toProblem(error, context) })}\n\n`);
}

function setHead(response: Response, nothingLeft: boolean): void {
  if (nothingLeft) {
    response.writeHead(204);
    return;
  }
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
}

function framesFor({ type }: ChatEvent, { kind, seesSources }: Caller): WeakMap<ChatEvent, string> {
  if (kind !== 'visitor' || (type !== 'completed' && type !== 'sources')) return frames;
  return seesSources ? framesForVisitors : framesWithoutSources;
}

function frameOf(event: ChatEvent, reader: Caller, context: ProblemContext): string {
  const written = framesFor(event, reader);
  const known = written.get(event);
  if (known !== undefined) return known;
  const frame = `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(payloadOf(event, reader, context))}\n\n`;
  // Problems are told in the reader's language.
  if (event.type !== 'failed') written.set(event, frame);
  return frame;
}
