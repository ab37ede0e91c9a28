import type { Readable } from 'node:stream';

import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import type { Caller } from '../../platform/http/access/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { toDomainError } from '../../platform/http/errors/index.js';
import { Quotas } from '../../platform/quotas/index.js';
import { FileStorage } from '../../platform/storage/index.js';
import type { Submission } from '../domain/acceptance.js';
import type { ChunkingOptions } from '../domain/chunking/chunking-options.js';
import { documentIdentity } from '../domain/document-identity.js';
import type { Document } from '../domain/document.js';
import { displayFileName } from '../domain/file-name.js';
import { contentKey } from '../domain/storage-keys.js';
import { AcceptSubmissions } from './accept-submissions.service.js';
import { BotAccess } from './bot-access.service.js';
import { ContentTypeDetector } from './ports/content-type-detector.port.js';
import type { BotRef } from './ports/document-repository.port.js';

/** A file on its way in. `content` must be read to its end or destroyed before the next one can arrive. */
export interface IncomingFile {
  /** As the client wrote it; not to be trusted. */
  fileName: string | undefined;
  content: Readable;
}

export interface RejectedFile {
  fileName: string;
  error: DomainError;
}

export interface UploadResult {
  items: Document[];
  rejected: RejectedFile[];
}

type Received = { submission: Submission } | { rejected: RejectedFile };

/** Files of one request that are written at the same time. */
const PARALLEL_WRITES = 8;

/** Takes files in: streams them to the storage, decides their type by their content, and queues them together. */
@Injectable()
export class UploadDocuments {
  constructor(
    private readonly bots: BotAccess,
    private readonly storage: FileStorage,
    private readonly types: ContentTypeDetector,
    private readonly submissions: AcceptSubmissions,
    private readonly config: AppConfig,
    private readonly quotas: Quotas,
  ) {}

  /**
   * `files` is not touched before the bot has been checked. When it throws (a broken body), nothing is kept. Throws
   * the first file's problem, with those of all in its fields, when no file was fit.
   */
  async upload(
    caller: Caller,
    botId: string,
    files: AsyncIterable<IncomingFile>,
    chunking: ChunkingOptions | null,
  ): Promise<UploadResult> {
    const bot = await this.bots.forWriting(caller, botId);
    // What cannot be kept is not read; whether all of it fits is known once it is here.
    await this.quotas.assertRoom(bot.workspaceId, ['storageBytes']);
    const received = await this.receive(bot, files, chunking);
    const good = received.flatMap((entry) => ('submission' in entry ? [entry.submission] : []));
    const rejected = received.flatMap((entry) => ('rejected' in entry ? [entry.rejected] : []));
    if (good.length === 0) throw allRejected(rejected);
    try {
      return { items: await this.submissions.accept(bot, good), rejected };
    } catch (error) {
      await this.discard(received);
      throw error;
    }
  }

  private async receive(
    bot: BotRef,
    files: AsyncIterable<IncomingFile>,
    chunking: ChunkingOptions | null,
  ): Promise<Received[]> {
    const all: Promise<Received>[] = [];
    const writing = new Set<Promise<void>>();
    const names = new Set<string>();
    let failure: { cause: unknown } | undefined;
    try {
      for await (const file of files) {
        const fileName = displayFileName(file.fileName);
        const write = names.has(fileName)
          ? refuseTwin(file, fileName)
          : this.store(bot, file, fileName, chunking);
        names.add(fileName);
        all.push(write);
        const slot: Promise<void> = write
          .then(
            () => undefined,
            (cause: unknown) => void (failure ??= { cause }),
          )
          .finally(() => writing.delete(slot));
        writing.add(slot);
        if (writing.size >= PARALLEL_WRITES) await Promise.race(writing);
        if (failure) break;
      }
      return await Promise.all(all);
    } catch (error) {
      const settled = await Promise.allSettled(all);
      await this.discard(settled.flatMap((entry) => (entry.status === 'fulfilled' ? [entry.value] : [])));
      throw error;
    }
  }

  private async store(
    bot: BotRef,
    file: IncomingFile,
    fileName: string,
    chunking: ChunkingOptions | null,
  ): Promise<Received> {
    const version = newId();
    const storageKey = contentKey(bot.workspaceId, bot.botId, version);
    try {
      const stored = await this.storage.write(storageKey, file.content, {
        maxBytes: this.config.maxUploadBytes,
      });
      const { mimeType } = await this.types.detect(await this.storage.localPath(storageKey), fileName);
      const identity = documentIdentity('file', fileName);
      const content = { storageKey, fileName, mimeType, ...stored };
      return {
        submission: {
          kind: 'file',
          identity,
          version,
          title: fileName,
          titleGiven: true,
          url: null,
          content,
          chunking,
        },
      };
    } catch (cause) {
      await this.storage.delete(storageKey);
      const error = toDomainError(cause);
      if (isVerdict(error)) return { rejected: { fileName, error } };
      throw cause;
    }
  }

  private async discard(received: Received[]): Promise<void> {
    const stored = received.flatMap((entry) =>
      'submission' in entry ? [entry.submission.content!.storageKey] : [],
    );
    await Promise.all(stored.map((key) => this.storage.delete(key)));
  }
}

/** True for what the file itself is to blame for; anything else ends the request. */
function isVerdict({ code, kind }: DomainError): boolean {
  return code.startsWith('document.') || kind === 'too_large';
}

/** Two different files of one request cannot be the same document, and neither may vanish silently. */
async function refuseTwin({ content }: IncomingFile, fileName: string): Promise<Received> {
  content.resume();
  return {
    rejected: {
      fileName,
      error: new DomainError('upload.duplicate_name', 'conflict', { params: { fileName } }),
    },
  };
}

function allRejected(rejected: RejectedFile[]): DomainError {
  if (rejected.length === 0) return new DomainError('upload.no_files', 'malformed');
  const [{ error }] = rejected;
  return new DomainError(error.code, error.kind, {
    params: error.params,
    fields: rejected.map(({ error: { code, params } }, index) => ({ path: `files.${index}`, code, params })),
  });
}
