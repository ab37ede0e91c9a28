import { Readable } from 'node:stream';

import { Injectable } from '@nestjs/common';

import { newId } from '../../kernel/id.js';
import { AppConfig } from '../../platform/config/index.js';
import type { Caller } from '../../platform/http/access/index.js';
import { FileStorage } from '../../platform/storage/index.js';
import type { ChunkingOptions } from '../domain/chunking/chunking-options.js';
import { documentIdentity } from '../domain/document-identity.js';
import type { Document } from '../domain/document.js';
import { displayFileName } from '../domain/file-name.js';
import { pastedTextType } from '../domain/pasted-text.js';
import { contentKey } from '../domain/storage-keys.js';
import { AcceptSubmissions } from './accept-submissions.service.js';
import { BotAccess } from './bot-access.service.js';
import { WebPageFetcher } from './ports/web-page-fetcher.port.js';

/** Takes in what is not a file: pasted text, which becomes one, and the address of a page. */
@Injectable()
export class SubmitSources {
  constructor(
    private readonly bots: BotAccess,
    private readonly storage: FileStorage,
    private readonly pages: WebPageFetcher,
    private readonly submissions: AcceptSubmissions,
    private readonly config: AppConfig,
  ) {}

  async text(
    caller: Caller,
    botId: string,
    text: { title: string; content: string },
    chunking: ChunkingOptions | null,
  ): Promise<Document> {
    const bot = await this.bots.forWriting(caller, botId);
    const version = newId();
    const storageKey = contentKey(bot.workspaceId, bot.botId, version);
    const source = Readable.from([Buffer.from(text.content)]);
    const stored = await this.storage.write(storageKey, source, { maxBytes: this.config.maxUploadBytes });
    const mimeType = pastedTextType(text.content);
    const fileName = displayFileName(
      `${text.title.replace(/[/\\]/g, '-')}${mimeType === 'text/plain' ? '.txt' : '.md'}`,
    );
    const [document] = await this.submissions
      .accept(bot, [
        {
          kind: 'text',
          identity: documentIdentity('text', text.title),
          version,
          title: text.title,
          titleGiven: true,
          url: null,
          content: { storageKey, fileName, mimeType, ...stored },
          chunking,
        },
      ])
      .catch(async (error: unknown) => {
        await this.storage.delete(storageKey);
        throw error;
      });
    return document;
  }

  /** Throws `url.not_allowed` at once for what is wrong by its spelling; the rest is found out when it is fetched. */
  async url(
    caller: Caller,
    botId: string,
    page: { url: string; title?: string },
    chunking: ChunkingOptions | null,
  ): Promise<Document> {
    const bot = await this.bots.forWriting(caller, botId);
    const address = this.pages.check(page.url);
    address.hash = '';
    const [document] = await this.submissions.accept(bot, [
      {
        kind: 'url',
        identity: documentIdentity('url', address.href),
        version: newId(),
        title: page.title ?? address.href,
        titleGiven: page.title !== undefined,
        url: address.href,
        content: null,
        chunking,
      },
    ]);
    return document;
  }
}
