/**
 * Why a candidate was taken or not: `duplicate` says the same as a better one, `document_share` gives way to other
 * documents, `top_k` came after the last one that was wanted, `gone` was replaced or deleted during the search.
 */
export const CANDIDATE_FATES = ['taken', 'duplicate', 'document_share', 'top_k', 'gone'] as const;
export type CandidateFate = (typeof CANDIDATE_FATES)[number];

/** A word as it was looked for. */
export interface ExplainedWord {
  text: string;
  /** Less than 1 for words of earlier turns. */
  weight: number;
  /** What a mistyped word was taken for, as the index stems it. */
  takenFor?: string;
  /** False when no passage holds it. */
  known: boolean;
}

export interface ExplainedCandidate {
  chunkId: string;
  /** Fused, 0..1. */
  score: number;
  /** Place and score in the list of the keyword half; scores of the halves are not comparable. */
  lexicalRank?: number;
  lexicalScore?: number;
  vectorRank?: number;
  /** Cosine. */
  vectorScore?: number;
  fate: CandidateFate;
}

/** How a search came to its result. Holds no text of any document but single words. */
export interface SearchExplanation {
  language: string;
  words: ExplainedWord[];
  /** Words of earlier turns were taken in. */
  followUp: boolean;
  /** The question names things exactly, so that wording outweighs meaning. */
  identifiers: boolean;
  /** What became of the vector half. */
  vectors: 'used' | 'late' | 'failed' | 'off';
  /** Share of the vector list in the fused score, 0..1. */
  vectorShare: number;
  /** Best first; no more than were asked for. */
  candidates: ExplainedCandidate[];
  /** Of all. */
  candidateCount: number;
  lexicalMs: number;
  vectorMs: number;
}
