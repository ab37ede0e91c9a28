export { RetrievalModule } from './retrieval.module.js';
export { retrievalMessages } from './retrieval.messages.js';
export { IndexWriter, type PublishedDocument } from './application/index-writer.service.js';
export { PassageReader } from './application/passage-reader.service.js';
export type { PublishedChunk } from './application/ports/lexical-index.port.js';
export { SearchService, type SearchQuery, type SearchResult } from './application/search.service.js';
export { VECTOR_OUTCOMES, type VectorOutcome } from './application/meaning-search.service.js';
export { DEFAULT_VECTOR_WEIGHT } from './domain/fusion.js';
export {
  type VectorIndexChoices,
  VectorIndexes,
  type VectorIndexStatus,
} from './application/vector-indexes.service.js';
export { CHUNK_LIST } from './application/ports/index-store.port.js';
export { type ChunkVectors, VectorIndex } from './application/ports/vector-index.port.js';
export type { Chunk } from './domain/chunk.js';
export type { IndexTarget } from './domain/index-target.js';
export type { NewChunk } from './domain/new-chunk.js';
export { CANDIDATE_FATES, type CandidateFate, type SearchExplanation } from './domain/search-explanation.js';
export { VECTOR_STORES, type VectorGeneration, type VectorStoreName } from './domain/vector-generation.js';
export type { SearchHit } from './domain/search-hit.js';
