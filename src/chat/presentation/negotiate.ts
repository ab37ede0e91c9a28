import type { Request } from 'express';

import { DomainError } from '../../kernel/domain-error.js';

/** What the client wants to read, JSON unless it says otherwise. Throws `request.not_acceptable` (malformed). */
export function wantsStream(request: Request): boolean {
  const type = request.accepts(['application/json', 'text/event-stream']);
  if (type === false) throw new DomainError('request.not_acceptable', 'malformed');
  return type === 'text/event-stream';
}

/** For addresses that only stream. */
export function assertWantsStream(request: Request): void {
  if (request.accepts(['text/event-stream']) === false) {
    throw new DomainError('request.not_acceptable', 'malformed');
  }
}

/** `Last-Event-ID`: the number of the last event that arrived, 0 without one. Throws `chat.invalid_event_id`. */
export function lastEventId(request: Request): number {
  const header = request.get('last-event-id') ?? '';
  if (!/^\d{0,15}$/.test(header)) throw new DomainError('chat.invalid_event_id', 'malformed');
  return Number(header);
}
