import { Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { DomainError } from '../../kernel/domain-error.js';
import type { Deadline } from './deadline.js';

const MAX_CODINGS = 2;

/** The response's bytes without their content coding, counted as they come out: a bomb ends at the limit, not in memory. */
export function decodedBody(
  response: Dispatcher.ResponseData,
  maxBytes: number,
  deadline: Deadline,
  close: () => void,
): Readable {
  const body = Readable.from(bytes(response, maxBytes, deadline), { objectMode: false });
  // Also when nobody ever reads: a generator that was not started runs no `finally`.
  return body.once('close', () => {
    deadline.end();
    response.body.on('error', () => undefined).destroy();
    close();
  });
}

async function* bytes(
  response: Dispatcher.ResponseData,
  maxBytes: number,
  deadline: Deadline,
): AsyncGenerator<Buffer> {
  const decoders = decodersFor(response.headers['content-encoding']);
  try {
    if (decoders === null) throw new Error('a content coding nobody asked for');
    if (decoders.length === 0 && Number(response.headers['content-length']) > maxBytes)
      throw tooLarge(maxBytes);
    let received = 0;
    for await (const part of chain(response.body, decoders) as AsyncIterable<Buffer>) {
      received += part.length;
      if (received > maxBytes) throw tooLarge(maxBytes);
      yield part;
    }
  } catch (error) {
    throw deadline.translate(error);
  } finally {
    for (const decoder of decoders ?? []) decoder.destroy();
  }
}

function chain(source: Readable, decoders: Transform[]): Readable {
  return decoders.reduce<Readable>((from, decoder) => {
    from.on('error', (error) => decoder.destroy(error));
    return from.pipe(decoder);
  }, source);
}

function decodersFor(header: string | string[] | undefined): Transform[] | null {
  const codings = String(header ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_CODINGS) return null;
  const decoders = codings.reverse().map((coding) => {
    if (coding === 'gzip' || coding === 'x-gzip') return createGunzip();
    if (coding === 'br') return createBrotliDecompress();
    return coding === 'deflate' ? createInflate() : null;
  });
  return decoders.includes(null) ? null : (decoders as Transform[]);
}

function tooLarge(maxBytes: number): DomainError {
  const limit = Math.max(1, Math.round(maxBytes / 1024 / 1024));
  return new DomainError('url.too_large', 'too_large', { params: { limit } });
}
