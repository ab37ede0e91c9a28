import type { IncomingMessage } from 'node:http';

import { DomainError } from '../../../kernel/domain-error.js';

const MAX_BYTES = 4_096;

/** Reads a small HTML form. Throws `queues.form_expected` (malformed) for anything else. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const wrong = () => new DomainError('queues.form_expected', 'malformed');
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) throw wrong();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw wrong();
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
