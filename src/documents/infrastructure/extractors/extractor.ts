import type { Block } from '../../domain/extraction/block.js';
import type { ExtractionLimits } from '../../domain/extraction/extraction-limits.js';

export interface ExtractorInput {
  path: string;
  limits: ExtractionLimits;
}

/** What a document says about itself; filled in by the extractor while it reads. */
export interface DocumentFacts {
  title?: string;
  pageCount?: number;
}

/** Reads one format. Runs in the extraction child only: it may be slow, hungry or die. Throws `extractionErrors`. */
export type Extractor = (input: ExtractorInput, facts: DocumentFacts) => AsyncIterable<Block>;
