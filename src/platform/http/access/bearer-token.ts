import type { IncomingMessage } from 'node:http';

/** What came after `Bearer` in the Authorization header (RFC 6750); empty when nothing did. */
export function bearerToken(request: Pick<IncomingMessage, 'headers'>): string {
  return /^Bearer +([^ ]+) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}
