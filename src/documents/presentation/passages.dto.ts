import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsNotEmpty, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

import { decodeCursor, type PageRequest } from '../../kernel/page.js';
import { PageQueryDto } from '../../platform/http/validation/index.js';
import {
  type Chunk,
  CHUNK_LIST,
  type SearchHit,
  type SearchResult,
  VECTOR_OUTCOMES,
  type VectorOutcome,
} from '../../retrieval/index.js';

export class ListChunksQueryDto extends PageQueryDto {
  static page({ limit, cursor }: ListChunksQueryDto): PageRequest {
    return { limit, after: cursor === undefined ? undefined : decodeCursor(CHUNK_LIST, cursor) };
  }
}

/** A passage as it was understood. */
export class ChunkDto {
  id: string;
  documentId: string;

  /** Place within the document, from 0. */
  ordinal: number;

  content: string;

  /** Page on which it begins, from 1; for formats that have pages. */
  page?: number;

  /**
   * Headings above it, outermost first.
   * @example ['Shipping', 'Returns']
   */
  heading: string[];

  /** Where it begins in the document's text, in characters. */
  charStart: number;

  /** Where it ends, exclusive. */
  charEnd: number;

  /**
   * ISO 639-1, or `und`.
   * @example 'en'
   */
  language: string;

  static from(chunk: Chunk): ChunkDto {
    const { id, documentId, ordinal, content, page, heading, charStart, charEnd, language } = chunk;
    return {
      id,
      documentId,
      ordinal,
      content,
      page: page ?? undefined,
      heading,
      charStart,
      charEnd,
      language,
    };
  }
}

/** A page of passages, in the document's order. */
export class ChunkPageDto {
  items: ChunkDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class SearchDto {
  /** @example 'How long does shipping take?' */
  @IsString()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsNotEmpty()
  @MaxLength(10_000)
  query: string;

  /** How many passages to return at most. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(50)
  topK: number = 10;
}

/** A passage that was found. */
export class SearchHitDto {
  chunkId: string;
  documentId: string;

  /** Of the document. */
  title: string;

  /** Address of the page, for documents of kind `url`. */
  url?: string;

  page?: number;

  /** @example 'Shipping › Returns' */
  heading?: string;

  content: string;

  /** 0..1, relative to the best passage of this question. */
  score: number;

  /** Place in the keyword half of the search, from 1. */
  lexicalRank?: number;

  /** Place in the vector half of the search, from 1. */
  vectorRank?: number;

  static from(hit: SearchHit): SearchHitDto {
    const { chunkId, documentId, title, url, page, heading, content, score, lexicalRank, vectorRank } = hit;
    return { chunkId, documentId, title, url, page, heading, content, score, lexicalRank, vectorRank };
  }
}

export class SearchResultDto {
  /** Best first. */
  items: SearchHitDto[];

  /**
   * What became of the search by meaning: `used`; `off` (no embedding model, an index that is not complete yet, or no
   * weight in the bot's configuration); `late` or `failed`, when passages were found by their words alone.
   */
  @ApiProperty({ enum: VECTOR_OUTCOMES })
  vectors: VectorOutcome;

  /** @example 11.4 */
  tookMs: number;

  static from({ items, vectors, tookMs }: SearchResult): SearchResultDto {
    return { items: items.map((hit) => SearchHitDto.from(hit)), vectors, tookMs };
  }
}
