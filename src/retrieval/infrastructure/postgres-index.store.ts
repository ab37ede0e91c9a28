import { Injectable } from '@nestjs/common';

import { newId } from '../../kernel/id.js';
import { type Page, type PageRequest, toPage } from '../../kernel/page.js';
import { textSearchConfig } from '../../kernel/text/language.js';
import { Database } from '../../platform/database/index.js';
import { CHUNK_LIST, IndexStore, type Published } from '../application/ports/index-store.port.js';
import type { Chunk } from '../domain/chunk.js';
import type { IndexTarget } from '../domain/index-target.js';
import type { NewChunk } from '../domain/new-chunk.js';
import {
  CLEAN_SQL,
  DISCARD_SQL,
  FOLD_SQL,
  LIST_SQL,
  LOCK_SQL,
  PUBLISH_SQL,
  REBUILD_SQL,
  REMOVE_BOT_SQL,
  REMOVE_SQL,
  STAGE_SQL,
} from './index-store.sql.js';

@Injectable()
export class PostgresIndexStore extends IndexStore {
  constructor(private readonly database: Database) {
    super();
  }

  async stage(target: IndexTarget, chunks: NewChunk[]): Promise<void> {
    await this.database.query(
      STAGE_SQL,
      [target.documentId, target.version, target.workspaceId, target.botId, toJson(chunks)],
      { prepare: 'retrieval_stage' },
    );
  }

  async publish(
    target: IndexTarget,
    document: { title: string; url?: string },
    rest: NewChunk[],
  ): Promise<Published> {
    const { documentId, version, workspaceId, botId } = target;
    const [published] = await this.database.query<Published>(
      PUBLISH_SQL,
      [
        documentId,
        version,
        workspaceId,
        botId,
        newId(),
        storable(document.title),
        document.url ?? null,
        toJson(rest),
      ],
      { prepare: 'retrieval_publish' },
    );
    return published;
  }

  async discard(target: IndexTarget): Promise<void> {
    await this.database.query(DISCARD_SQL, [target.documentId, target.version]);
  }

  async remove(botId: string, documentIds: string[]): Promise<void> {
    await this.database.query(REMOVE_SQL, [botId, documentIds, newId()], { prepare: 'retrieval_remove' });
  }

  async removeBot(botId: string): Promise<void> {
    await this.database.query(LOCK_SQL, [botId]);
    await this.database.query(REMOVE_BOT_SQL, [botId]);
  }

  async listChunks(documentId: string, page: PageRequest): Promise<Page<Chunk>> {
    const rows = await this.database.query<Chunk>(LIST_SQL, [documentId, page.after ?? null, page.limit + 1]);
    return toPage(CHUNK_LIST, rows, page.limit);
  }

  async foldStatistics(botId: string): Promise<void> {
    const [{ emptied }] = await this.database.query<{ emptied: string[] | null }>(FOLD_SQL, [botId, newId()]);
    if (emptied) await this.database.query(CLEAN_SQL, [botId, emptied]);
  }

  async rebuildStatistics(botId: string): Promise<void> {
    await this.database.query(LOCK_SQL, [botId]);
    await this.database.query(REBUILD_SQL, [botId, newId()]);
  }

  async botsToFold(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>('SELECT DISTINCT bot_id AS id FROM index_deltas');
    return rows.map(({ id }) => id);
  }
}

function toJson(chunks: NewChunk[]): string {
  return JSON.stringify(
    chunks.map((chunk) => ({
      id: chunk.id ?? newId(),
      ordinal: chunk.ordinal,
      content: storable(chunk.content),
      page: chunk.page ?? null,
      heading: chunk.heading.map(storable),
      char_start: chunk.charStart,
      char_end: chunk.charEnd,
      language: chunk.language,
      config: textSearchConfig(chunk.language),
      words: chunk.words,
      lexical: storable(chunk.lexical),
    })),
  );
}

/** PostgreSQL cannot hold NUL, nor JSON half a surrogate pair. The length stays, so that offsets stay true. */
function storable(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '\ufffd');
}
