import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';

import busboy from 'busboy';

import { DomainError } from '../../kernel/domain-error.js';
import type { IncomingFile } from '../application/upload-documents.service.js';

export interface MultipartLimits {
  /** Files of one request. */
  maxFiles: number;
  /** Bytes of one file after which the rest is skipped; the storage refuses the file before. */
  maxFileBytes: number;
  /** A sender slower than `minBytes` in `stallMs` is cut off. */
  stallMs: number;
  minBytes: number;
}

const FIELD = 'files';
/** Files that were parsed but not taken yet; beyond, the request is not read on. */
const MAX_WAITING = 16;

/**
 * The files of a multipart body as they arrive, nothing held beyond a few buffers. The only fields are files named
 * `files`. Throws (also into the content streams) `upload.not_multipart`, `upload.malformed`, `upload.unexpected_field`,
 * `upload.too_many_files` (malformed), `upload.stalled` (timeout), `upload.aborted`. The body is not read before the
 * first file is asked for.
 */
export async function* multipartFiles(
  request: IncomingMessage,
  limits: MultipartLimits,
): AsyncGenerator<IncomingFile> {
  const reader = new MultipartReader(request, limits);
  try {
    for (let file = await reader.next(); file; file = await reader.next()) yield file;
  } finally {
    reader.close();
  }
}

class MultipartReader {
  private readonly parser: busboy.Busboy;
  private readonly waiting: IncomingFile[] = [];
  private readonly open = new Set<PassThrough>();
  private readonly watchdog: NodeJS.Timeout;
  private wake: () => void = () => undefined;
  private finished = false;
  private failure?: DomainError;
  private bytes = 0;

  constructor(
    private readonly request: IncomingMessage,
    private readonly limits: MultipartLimits,
  ) {
    this.parser = newParser(request, limits);
    this.parser
      .on('file', (name, content, info) => this.onFile(name, content, info.filename))
      .on('field', () => this.fail('upload.unexpected_field'))
      .on('filesLimit', () => this.fail('upload.too_many_files', { limit: limits.maxFiles }))
      .on('partsLimit', () => this.fail('upload.too_many_files', { limit: limits.maxFiles }))
      .on('drain', () => this.readOn())
      .on('error', () => this.fail('upload.malformed'))
      .on('finish', () => this.finish());
    request.on('data', this.onData).on('end', this.onEnd).on('close', this.onClose).on('error', this.onClose);
    this.watchdog = setInterval(() => this.watch(), limits.stallMs);
  }

  /** The next file, or undefined at the end of the body. */
  async next(): Promise<IncomingFile | undefined> {
    for (;;) {
      if (this.failure) throw this.failure;
      const file = this.waiting.shift();
      if (file) {
        this.readOn();
        return file;
      }
      if (this.finished) return undefined;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  close(): void {
    clearInterval(this.watchdog);
    const { request } = this;
    request
      .off('data', this.onData)
      .off('end', this.onEnd)
      .off('close', this.onClose)
      .off('error', this.onClose);
    this.parser.removeAllListeners().on('error', () => undefined);
    this.parser.destroy();
    // What nobody wants is read off by whoever answers the request.
    request.on('error', () => undefined);
  }

  private readonly onData = (chunk: Buffer) => {
    this.bytes += chunk.length;
    if (!this.parser.write(chunk) || this.waiting.length > MAX_WAITING) this.request.pause();
  };

  private readonly onEnd = () => this.parser.end();

  private readonly onClose = () => {
    if (!this.request.complete) this.fail('upload.aborted');
  };

  private onFile(name: string | undefined, content: Readable, fileName: string | undefined): void {
    // The parser waits for ever for a stream that is destroyed, so the consumer gets another one and this is read off.
    const copy = new PassThrough();
    this.open.add(copy);
    copy
      .on('error', () => undefined)
      .on('close', () => {
        this.open.delete(copy);
        content.unpipe(copy);
        content.resume();
      });
    content.on('error', () => this.fail('upload.malformed'));
    content.pipe(copy);
    if (name !== FIELD) this.fail('upload.unexpected_field');
    else this.waiting.push({ fileName, content: copy });
    this.wake();
  }

  private readOn(): void {
    if (this.waiting.length <= MAX_WAITING && !this.parser.writableNeedDrain) this.request.resume();
  }

  private finish(): void {
    this.finished = true;
    this.wake();
  }

  private fail(code: string, params: Record<string, string | number> = {}): void {
    if (this.failure || this.finished) return;
    this.failure = new DomainError(code, KINDS[code] ?? 'malformed', { params });
    for (const content of this.open) content.destroy(this.failure);
    this.request.pause();
    this.wake();
  }

  /** Waiting for us does not count as stalling. */
  private watch(): void {
    if (!this.request.isPaused() && !this.finished && this.bytes < this.limits.minBytes)
      this.fail('upload.stalled');
    this.bytes = 0;
  }
}

const KINDS: Record<string, 'timeout' | undefined> = {
  'upload.stalled': 'timeout',
  'upload.aborted': 'timeout',
};

function newParser(request: IncomingMessage, limits: MultipartLimits): busboy.Busboy {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*(;|$)/i.test(type))
    throw new DomainError('upload.not_multipart', 'malformed');
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: {
        files: limits.maxFiles,
        // Plus one for the final boundary, which counts as a part.
        parts: limits.maxFiles + 1,
        fields: 1,
        fieldSize: 1_024,
        fileSize: limits.maxFileBytes,
        headerPairs: 20,
      },
    });
  } catch (cause) {
    throw new DomainError('upload.malformed', 'malformed', { cause });
  }
}

/** How long a sender may go on after the answer, so that it reads the answer instead of a reset connection. */
const LINGER_MS = 1_000;

/** For a request that is answered before its body has been read: reads the rest off for a moment, then hangs up. */
export function endUnreadRequest(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return;
  response.setHeader('Connection', 'close');
  response.once('finish', () => setTimeout(() => request.destroy(), LINGER_MS).unref());
  request.resume();
}
