import type { ChunkingOptions } from '../../domain/chunking/chunking-options.js';
import type { ExtractedChunk, ExtractionSummary } from '../../domain/extraction/extracted-chunk.js';

export interface ExtractionSource {
  /** Absolute path of a local file, readable by this process. It is only read. */
  path: string;
  /** As `ContentTypeDetector` decided it; the extractor for this type is used, whatever the name says. */
  mimeType: string;
  /** The client's file name. Only for titles. */
  fileName?: string;
  /** Title given by the user; part of every chunk's lexical text is the heading path, not this. */
  title?: string;
}

export type ExtractionStage = 'extracting' | 'chunking';

/**
 * Turns a stored file into chunks, outside of this process: a document may exhaust or crash its extractor, never the
 * server. At most a fixed number of documents are read at once; further calls wait in order of arrival.
 */
export abstract class TextExtraction {
  /**
   * Extracts, chunks and analyses one file. Yields batches of at most 64 chunks in reading order and returns the
   * summary. The next batch is prepared only after the consumer asked for it (one is kept ready), so a slow consumer
   * slows the extraction down instead of filling memory; time spent waiting for the consumer does not count against
   * the deadline. Leaving the loop early, or aborting, kills the work at once.
   *
   * `onStage` hears the stage and the share of it that is done, 0..1, at most some ten times a second.
   *
   * Throws `DomainError`:
   * - permanent (nothing changes by trying again): `document.empty`, `document.no_text`, `document.encrypted`,
   *   `document.invalid`, `document.encoding`, `document.type_mismatch`, `document.type_unsupported`,
   *   `document.too_many_pages`, `document.too_large_unpacked`, `document.text_too_large`, `document.table_too_many_rows` (`_columns`,
   *   `_characters`), `document.table_invalid`,
   *   `document.too_complex` (memory), `document.timeout` (deadline);
   * - worth a retry, kind `unavailable`: `document.extractor_crashed` (the child died of something else),
   *   `document.file_missing` (the stored file cannot be read).
   * When `signal` aborts, throws `signal.reason`.
   */
  abstract read(
    source: ExtractionSource,
    options: ChunkingOptions,
    signal: AbortSignal,
    onStage: (stage: ExtractionStage, fraction: number) => void,
  ): AsyncGenerator<ExtractedChunk[], ExtractionSummary, void>;
}
