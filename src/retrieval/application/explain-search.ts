import type { FusedChunk, RankedChunk } from '../domain/fusion.js';
import type { Question } from '../domain/question.js';
import type { QuestionTerms } from '../domain/question-terms.js';
import type { ExplainedCandidate, ExplainedWord, SearchExplanation } from '../domain/search-explanation.js';
import { fatesOf, type Selectable } from '../domain/selection.js';
import type { PublishedChunk } from './ports/lexical-index.port.js';

/** A candidate whose text is known. */
export interface Passage extends FusedChunk, Selectable {
  chunk: PublishedChunk;
}

/** A search that is over. */
export interface FinishedSearch {
  question: Question;
  lexical: { ranked: RankedChunk[]; reading?: QuestionTerms['reading']; tookMs: number };
  meaning: { ranked: RankedChunk[]; outcome: SearchExplanation['vectors']; tookMs: number };
  share: number;
  fused: FusedChunk[];
  /** Of the best of `fused`, in its order, those that are still there. */
  passages: Passage[];
  chosen: Passage[];
}

/** What is to be told of a search, with its best `limit` candidates. */
export function explainSearch(search: FinishedSearch, limit: number): SearchExplanation {
  const { question, lexical, meaning, share, fused } = search;
  return {
    language: question.language,
    words: question.words.map((word) => explainWord(word, lexical.reading)),
    followUp: question.followUp,
    identifiers: question.identifiers,
    vectors: meaning.outcome,
    vectorShare: share,
    candidates: explainCandidates(search, limit),
    candidateCount: fused.length,
    lexicalMs: lexical.tookMs,
    vectorMs: meaning.tookMs,
  };
}

function explainWord(
  { text, weight }: Question['words'][number],
  reading: QuestionTerms['reading'] | undefined,
): ExplainedWord {
  const read = reading?.(text) ?? { text, known: false };
  return { text, weight, takenFor: read.text === text ? undefined : read.text, known: read.known };
}

function explainCandidates(search: FinishedSearch, limit: number): ExplainedCandidate[] {
  const { lexical, meaning, fused, passages, chosen } = search;
  // Passages are made anew for every walk through them.
  const chosenIds = new Set(chosen.map(({ chunkId }) => chunkId));
  const fates = fatesOf(
    passages,
    passages.filter(({ chunkId }) => chosenIds.has(chunkId)),
  );
  const fateOf = new Map(passages.map(({ chunkId }, i) => [chunkId, fates[i]]));
  const best = fused.slice(0, limit);
  const shown = new Set(best.map(({ chunkId }) => chunkId));
  // Whatever was taken is told of, also from far below.
  const further = chosen.filter(({ chunkId }) => !shown.has(chunkId));
  return [...best, ...further].map(({ chunkId, score, lexicalRank, vectorRank }) => ({
    chunkId,
    score: rounded(score),
    lexicalRank,
    lexicalScore: lexicalRank && rounded(lexical.ranked[lexicalRank - 1].score),
    vectorRank,
    vectorScore: vectorRank && rounded(meaning.ranked[vectorRank - 1].score),
    fate: chosenIds.has(chunkId) ? 'taken' : (fateOf.get(chunkId) ?? 'gone'),
  }));
}

function rounded(score: number): number {
  return Math.round(score * 1e4) / 1e4;
}
