import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { newId } from '../../src/kernel/id.js';
import { detectLanguage } from '../../src/kernel/text/language.js';
import { normaliseText, words } from '../../src/kernel/text/normalise.js';
import { dataSourceOptions } from '../../src/platform/database/data-source-options.js';
import { Database, type TransactionRunner } from '../../src/platform/database/index.js';
import { PostgresTransactionRunner } from '../../src/platform/database/transaction-runner.js';
import { Metrics } from '../../src/platform/metrics/index.js';
import { AnalysedChunks } from '../../src/retrieval/application/analysed-chunks.js';
import { IndexWriter } from '../../src/retrieval/application/index-writer.service.js';
import type { VectorIndex } from '../../src/retrieval/application/ports/vector-index.port.js';
import { MeaningSearch } from '../../src/retrieval/application/meaning-search.service.js';
import { SearchService } from '../../src/retrieval/application/search.service.js';
import { StatisticsFolder } from '../../src/retrieval/application/statistics-folder.js';
import type { IndexTarget, NewChunk } from '../../src/retrieval/index.js';
import { NoVectorIndex } from '../../src/retrieval/infrastructure/no-vector.index.js';
import { PostgresIndexStore } from '../../src/retrieval/infrastructure/postgres-index.store.js';
import { PostgresLexicalIndex } from '../../src/retrieval/infrastructure/postgres-lexical.index.js';
import { RememberingLexicalIndex } from '../../src/retrieval/infrastructure/remembering-lexical.index.js';

/** The retrieval module on a database of its own, put together by hand. */
export class RetrievalFixture {
  readonly workspaceId = newId();
  readonly store: PostgresIndexStore;
  readonly folder: StatisticsFolder;
  readonly writer: IndexWriter;
  readonly search: SearchService;
  /** Without a memory. */
  readonly postgres: PostgresLexicalIndex;
  readonly transactions: TransactionRunner;
  readonly metrics = new Metrics();
  /** Statements sent since it was last set to 0. */
  statements = 0;

  private constructor(
    private readonly source: DataSource,
    readonly database: Database,
    vectors: VectorIndex,
  ) {
    const query = database.query.bind(database);
    database.query = (...args: Parameters<typeof query>) => {
      this.statements++;
      return query(...args) as never;
    };
    this.transactions = new PostgresTransactionRunner(database);
    this.store = new PostgresIndexStore(database);
    this.folder = new StatisticsFolder(this.store, this.transactions);
    this.writer = new IndexWriter(this.store, this.folder, database, this.transactions, vectors);
    this.postgres = new PostgresLexicalIndex(database);
    const lexical = new RememberingLexicalIndex(this.postgres);
    this.search = new SearchService(
      lexical,
      new AnalysedChunks(lexical),
      new MeaningSearch(vectors, this.metrics),
    );
  }

  static async open(url: string, vectors: VectorIndex = new NoVectorIndex()): Promise<RetrievalFixture> {
    // Failures that tests provoke are told by what comes of them.
    Logger.overrideLogger(false);
    const source = await new DataSource(dataSourceOptions(url, 10)).initialize();
    return new RetrievalFixture(source, new Database(source), vectors);
  }

  async close(): Promise<void> {
    await this.folder.beforeApplicationShutdown();
    await this.source.destroy();
  }

  target(botId: string, documentId: string = newId()): IndexTarget {
    return { workspaceId: this.workspaceId, botId, documentId, version: newId() };
  }

  /** Indexes a document of one chunk per text and returns its id. */
  async add(
    botId: string,
    texts: string[],
    options: { documentId?: string; title?: string } = {},
  ): Promise<string> {
    const target = this.target(botId, options.documentId);
    await this.transactions.run(async () => {
      await this.writer.stage(target, chunksOf(texts));
      await this.writer.publish(target, { title: options.title ?? 'Untitled', chunkCount: texts.length });
    });
    return target.documentId;
  }

  async find(botId: string, text: string, history?: string[]): Promise<string[]> {
    const { items } = await this.search.search({ botId, text, topK: 10, history });
    return items.map(({ content }) => content);
  }

  remove(botId: string, ...documentIds: string[]): Promise<void> {
    return this.transactions.run(() => this.writer.remove(botId, documentIds));
  }

  /** Folded statistics plus what waits, as the search sees them. */
  async statistics(
    botId: string,
  ): Promise<{ lexemes: Record<string, number>; totals: Record<string, string> }> {
    const lexemes = await this.database.query<{ lexeme: string; df: string }>(
      `SELECT lexeme, sum(df) AS df FROM (
         SELECT lexeme, df FROM lexeme_stats WHERE bot_id = $1
         UNION ALL SELECT u.lexeme, u.df FROM index_deltas, unnest(lexemes, dfs) u(lexeme, df) WHERE bot_id = $1
       ) parts GROUP BY lexeme HAVING sum(df) <> 0 ORDER BY lexeme`,
      [botId],
    );
    const totals = await this.database.query<{ config: string; chunks: string; words: string }>(
      `SELECT config, sum(chunks) AS chunks, sum(words) AS words FROM (
         SELECT config, chunks, words FROM index_totals WHERE bot_id = $1
         UNION ALL SELECT u.config, u.chunks, u.words
         FROM index_deltas, unnest(configs, chunks, words) u(config, chunks, words) WHERE bot_id = $1
       ) parts GROUP BY config HAVING sum(chunks) <> 0 ORDER BY config`,
      [botId],
    );
    return {
      lexemes: Object.fromEntries(lexemes.map(({ lexeme, df }) => [lexeme, Number(df)])),
      totals: Object.fromEntries(
        totals.map(({ config, chunks, words }) => [config, `${chunks} of ${words}`]),
      ),
    };
  }

  async count(table: string, botId: string): Promise<number> {
    const [row] = await this.database.query<{ n: string }>(
      `SELECT count(*) AS n FROM ${table} WHERE bot_id = $1`,
      [botId],
    );
    return Number(row.n);
  }
}

export function chunksOf(texts: string[], heading: string[] = []): NewChunk[] {
  const language = detectLanguage(texts.join('\n'));
  return texts.map((content, ordinal) => {
    const lexical = normaliseText([...heading, content].join(' '));
    return {
      ordinal,
      content,
      heading,
      page: ordinal + 1,
      charStart: ordinal * 1000,
      charEnd: ordinal * 1000 + content.length,
      language,
      lexical,
      words: words(lexical).length,
    };
  });
}
