import { Injectable } from '@nestjs/common';

import { Database } from '../../platform/database/index.js';
import {
  LexicalIndex,
  type LookedUp,
  type PublishedChunk,
  type RankedCandidate,
  type RankingRequest,
} from '../application/ports/lexical-index.port.js';
import { lookUpSql, POSTINGS_SQL, PUBLISHED_SQL, rankSql, READ_SQL, STATE_SQL } from './lexical-index.sql.js';
import type { Posting } from './remembered-index.js';

/** Answers come as one JSON value each: the driver spends several times as long on as many rows. */
interface LookUpRow {
  state: string;
  chunks: string | null;
  words: string | null;
  main_config: string | null;
  list: [word: number, lexeme: string, df: number, similar: [string, number][] | false | null][] | null;
}

interface RankRow {
  list: [chunkId: string, documentId: string, bm25: number, found: string][] | null;
}

interface ReadRow {
  list:
    | [
        id: string,
        documentId: string,
        title: string,
        url: string | null,
        content: string,
        page: number | null,
        heading: string[],
        charStart: number,
        charEnd: number,
        language: string,
      ][]
    | null;
}

export const MOST_LEXEMES = 64;

@Injectable()
export class PostgresLexicalIndex extends LexicalIndex {
  private trigrams: Promise<boolean> | undefined;

  constructor(private readonly database: Database) {
    super();
  }

  async lookUp(botId: string, words: string[]): Promise<LookedUp> {
    const trigrams = await this.hasTrigrams();
    const [row] = await this.database.query<LookUpRow>(lookUpSql(trigrams), [botId, JSON.stringify(words)], {
      prepare: 'retrieval_look_up',
    });
    const chunks = Number(row.chunks ?? 0);
    return {
      state: row.state,
      chunks,
      averageLength: chunks > 0 ? Math.max(1, Number(row.words) / chunks) : 1,
      mainConfig: row.main_config,
      words: (row.list ?? []).map(([word, lexeme, df, similar]) => ({
        word,
        lexeme,
        df,
        similar: (similar || []).map(([known, knownDf]) => ({ lexeme: known, df: knownDf })),
        ...(similar === false && { skipped: true }),
      })),
    };
  }

  async rank(botId: string, request: RankingRequest): Promise<RankedCandidate[]> {
    const lexemes = request.lexemes.slice(0, MOST_LEXEMES);
    if (lexemes.length === 0 || request.groups.length === 0) return [];
    const [{ list }] = await this.database.query<RankRow>(
      rankSql(lexemes.length),
      [
        botId,
        request.groups.map((group) => `(${group.map(quote).join(' & ')})`).join(' | '),
        request.averageLength,
        request.limit,
        request.except ?? null,
        ...lexemes.flatMap(({ lexeme, weight }) => [quote(lexeme), weight]),
      ],
      { prepare: `retrieval_rank_${lexemes.length}` },
    );
    return (list ?? []).map(([chunkId, documentId, bm25, found]) => ({
      chunkId,
      documentId,
      bm25,
      found: placesOfOnes(found),
    }));
  }

  async read(botId: string, chunkIds: string[]): Promise<PublishedChunk[]> {
    const [{ list }] = await this.database.query<ReadRow>(READ_SQL, [botId, chunkIds], {
      prepare: 'retrieval_read',
    });
    return (list ?? []).map(
      ([id, documentId, title, url, content, page, heading, charStart, charEnd, language]) => ({
        id,
        documentId,
        title,
        url,
        content,
        page,
        heading,
        charStart,
        charEnd,
        language,
      }),
    );
  }

  async published(botId: string, chunkIds: string[]): Promise<string[]> {
    const [{ list }] = await this.database.query<{ list: string[] | null }>(
      PUBLISHED_SQL,
      [botId, chunkIds],
      { prepare: 'retrieval_published' },
    );
    return list ?? [];
  }

  /** In which state the bot's index is now; see `LookedUp.state`. */
  async stateOf(botId: string): Promise<string> {
    const [{ state }] = await this.database.query<{ state: string }>(STATE_SQL, [botId], {
      prepare: 'retrieval_state',
    });
    return state;
  }

  /** Where each of the lexemes occurs, in their order. */
  async postings(botId: string, lexemes: string[]): Promise<Posting[][]> {
    const rows = await this.database.query<{ list: Posting[] | null }>(
      POSTINGS_SQL,
      [botId, lexemes.map(quote)],
      { prepare: 'retrieval_postings' },
    );
    return rows.map(({ list }) => list ?? []);
  }

  private hasTrigrams(): Promise<boolean> {
    this.trigrams ??= this.database.query("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'").then(
      (rows) => rows.length > 0,
      (error: unknown) => {
        this.trigrams = undefined;
        throw error;
      },
    );
    return this.trigrams;
  }
}

/** A lexeme as text search queries write it. */
function quote(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

function placesOfOnes(bits: string): number[] {
  const places: number[] = [];
  for (let i = 0; i < bits.length; i++) if (bits[i] === '1') places.push(i);
  return places;
}
