import { Transform, Type } from 'class-transformer';
import {
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

import { IsPlainLine } from '../../platform/http/validation/index.js';
import { chunkingOptions, type ChunkingOptions } from '../domain/chunking/chunking-options.js';

const trimmed = ({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value);
const toInteger = ({ value }: { value: unknown }) =>
  typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value;

/** How the text is cut into passages; sizes in characters. What is left out keeps its default. */
export class ChunkingDto {
  /**
   * Longest passage.
   * @example 1000
   */
  @IsOptional()
  @Transform(toInteger)
  @IsInt()
  @Min(200)
  @Max(8000)
  maxChars?: number;

  /**
   * How much of a passage is repeated at the start of the next one; at most half of `maxChars`.
   * @example 150
   */
  @IsOptional()
  @Transform(toInteger)
  @IsInt()
  @Min(0)
  @Max(4000)
  overlapChars?: number;

  static toOptions(dto: ChunkingDto | undefined): ChunkingOptions | null {
    if (dto?.maxChars === undefined && dto?.overlapChars === undefined) return null;
    return chunkingOptions({ maxChars: dto.maxChars, overlapChars: dto.overlapChars });
  }
}

/** Pasted text. */
export class SubmitTextDto {
  /**
   * Names the text; sending another content under the same title replaces it.
   * @example 'Opening hours'
   */
  @Transform(trimmed)
  @IsPlainLine()
  @MaxLength(200)
  title: string;

  /**
   * Plain text or Markdown.
   * @example 'We are open from Monday to Friday, 9 am to 6 pm.'
   */
  @IsString()
  @IsNotEmpty()
  @MaxLength(1_000_000)
  content: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => ChunkingDto)
  chunking?: ChunkingDto;
}

/** A web page to read. */
export class SubmitUrlDto {
  /**
   * A public http or https address.
   * @example 'https://example.com/help/shipping'
   */
  @IsString()
  @Transform(trimmed)
  @IsNotEmpty()
  @MaxLength(2048)
  url: string;

  /**
   * Without it, the page's own title is taken.
   * @example 'Shipping'
   */
  @IsOptional()
  @Transform(trimmed)
  @IsPlainLine()
  @MaxLength(200)
  title?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => ChunkingDto)
  chunking?: ChunkingDto;
}

/** How to read a document again. */
export class ReprocessDto {
  /** Without it, the document is cut as before. */
  @IsOptional()
  @ValidateNested()
  @Type(() => ChunkingDto)
  chunking?: ChunkingDto;
}
