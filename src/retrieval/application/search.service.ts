import { Injectable } from '@nestjs/common';

import { crowdingDocument, planCandidates, roomForOthers } from '../domain/candidates.js';
import {
  DEFAULT_VECTOR_WEIGHT,
  fuse,
  type FusedChunk,
  FUSED_LIST_LENGTH,
  type RankedChunk,
  vectorShare,
} from '../domain/fusion.js';
import { type Question, readQuestion } from '../domain/question.js';
import { type QuestionTerms, resolveTerms } from '../domain/question-terms.js';
import { rescore } from '../domain/rescore.js';
import type { SearchExplanation } from '../domain/search-explanation.js';
import type { SearchHit } from '../domain/search-hit.js';
import { selectPassages } from '../domain/selection.js';
import { type AnalysedChunk, AnalysedChunks } from './analysed-chunks.js';
import { explainSearch, type Passage } from './explain-search.js';
import { MeaningSearch, type VectorOutcome } from './meaning-search.service.js';
import { LexicalIndex, type RankedCandidate, type RankingRequest } from './ports/lexical-index.port.js';

export interface SearchQuery {
  /** The caller has checked that its principal may read this bot. */
  botId: string;
  text: string;
  /** Passages wanted, 1..100. */
  topK: number;
  /** Earlier turns of the user, oldest first; used when the question leans on them. */
  history?: string[];
  /** Most of the passages that may come from one document while others have something of worth, 0..1. */
  documentShare?: number;
  /** How much likeness of meaning counts beside words, 0..1; `DEFAULT_VECTOR_WEIGHT` unless said. */
  vectorWeight?: number;
}

export interface SearchResult {
  /** Best first; empty when no word of the question occurs in the bot's documents. */
  items: SearchHit[];
  /** What became of the vector half. */
  vectors: VectorOutcome;
  tookMs: number;
  /** How it came about, with at most so many candidates; worked out when it is asked for. */
  explain(candidates: number): SearchExplanation;
}

interface LexicalResult {
  ranked: RankedChunk[];
  /** What a word was taken for. */
  reading?: QuestionTerms['reading'];
  /** By chunk, worked out for the passages that are shown. */
  coverage: (chunkId: string) => number | undefined;
  chunks: Map<string, AnalysedChunk>;
}

const DOCUMENT_SHARE = 0.6;
const MOST_PASSAGES = 100;
const NOTHING: LexicalResult = { ranked: [], coverage: () => undefined, chunks: new Map() };

/** Finds the passages of a bot's documents that answer a question. */
@Injectable()
export class SearchService {
  constructor(
    private readonly index: LexicalIndex,
    private readonly chunks: AnalysedChunks,
    private readonly meaning: MeaningSearch,
  ) {}

  /**
   * At most three statements for the keyword half, two when the candidates were looked at before, one more where nearly
   * all of them are of one document. Throws only what the
   * database throws; a failing or late vector half is counted, logged and left out.
   */
  async search(query: SearchQuery): Promise<SearchResult> {
    const started = performance.now();
    const question = readQuestion(query.text, query.history);
    const weight = query.vectorWeight ?? DEFAULT_VECTOR_WEIGHT;
    const [lexical, meaning] = await Promise.all([
      timed(this.searchWords(query.botId, question)),
      timed(this.meaning.search(query.botId, query.text, weight)),
    ]);
    const share = vectorShare(question, meaning.ranked, weight);
    const fused = fuse(lexical.ranked, meaning.ranked, share);
    const chunks = await this.withMissing(query.botId, lexical.chunks, fused);
    const topK = Math.min(Math.max(1, Math.trunc(query.topK)), MOST_PASSAGES);
    const chosen = selectPassages(passages(fused, chunks), topK, query.documentShare ?? DOCUMENT_SHARE);
    return {
      items: chosen.map((hit) => toHit(hit, lexical.coverage)),
      vectors: meaning.outcome,
      tookMs: sinceMs(started),
      explain: (limit) => {
        const seen = [...passages(fused.slice(0, limit), chunks)];
        return explainSearch({ question, lexical, meaning, share, fused, passages: seen, chosen }, limit);
      },
    };
  }

  private async searchWords(botId: string, question: Question, again = true): Promise<LexicalResult> {
    if (question.words.length === 0) return NOTHING;
    const known = await this.index.lookUp(
      botId,
      question.words.map(({ text }) => text),
    );
    const resolved = resolveTerms(question, known.words, known);
    const candidates = await this.rank(botId, {
      state: known.state,
      groups: planCandidates(resolved.terms, known.chunks),
      lexemes: resolved.terms,
      averageLength: known.averageLength,
      limit: FUSED_LIST_LENGTH,
    });
    const chunks = await this.chunks.load(
      botId,
      candidates.map(({ chunkId }) => chunkId),
    );
    const pool = candidates.flatMap(({ chunkId, bm25 }) => {
      const chunk = chunks.get(chunkId);
      return chunk ? [{ chunkId, bm25, text: chunk.text, titleCuts: chunk.titleCuts }] : [];
    });
    // A document was replaced between two statements: what replaced it may hold the answer.
    if (pool.length < candidates.length && again) return this.searchWords(botId, question, false);
    const coverage = (id: string) => {
      const candidate = candidates.find(({ chunkId }) => chunkId === id);
      return candidate && resolved.coverage(candidate.found);
    };
    return { ranked: rescore(pool, resolved.compared), reading: resolved.reading, coverage, chunks };
  }

  /** Where one document has nearly all places, others get some of them. */
  private async rank(botId: string, request: RankingRequest): Promise<RankedCandidate[]> {
    const best = await this.index.rank(botId, request);
    const except = crowdingDocument(best, request.limit);
    if (!except) return best;
    const others = await this.index.rank(botId, { ...request, except, limit: roomForOthers(request.limit) });
    const known = new Set(others.map(({ chunkId }) => chunkId));
    const own = best.filter(({ chunkId }) => !known.has(chunkId)).slice(0, request.limit - others.length);
    return [...own, ...others].sort((a, b) => b.bm25 - a.bm25);
  }

  /** Adds the chunks that only the vector half found. */
  private async withMissing(
    botId: string,
    chunks: Map<string, AnalysedChunk>,
    fused: FusedChunk[],
  ): Promise<Map<string, AnalysedChunk>> {
    const missing = fused.map(({ chunkId }) => chunkId).filter((id) => !chunks.has(id));
    return missing.length === 0
      ? chunks
      : new Map([...chunks, ...(await this.chunks.loadPublished(botId, missing))]);
  }
}

async function timed<T extends object>(half: Promise<T>): Promise<T & { tookMs: number }> {
  const started = performance.now();
  return { ...(await half), tookMs: sinceMs(started) };
}

function sinceMs(started: number): number {
  return Math.round((performance.now() - started) * 10) / 10;
}

/** Lazily: of a hundred chunks a handful is shown. */
function* passages(fused: FusedChunk[], chunks: Map<string, AnalysedChunk>): Generator<Passage> {
  for (const hit of fused) {
    const chunk = chunks.get(hit.chunkId)?.chunk;
    if (chunk) yield { ...hit, documentId: chunk.documentId, fingerprint: chunk.content.trim(), chunk };
  }
}

function toHit({ chunk, ...hit }: Passage, coverage: LexicalResult['coverage']): SearchHit {
  return {
    chunkId: chunk.id,
    documentId: chunk.documentId,
    title: chunk.title,
    url: chunk.url ?? undefined,
    page: chunk.page ?? undefined,
    heading: chunk.heading.length > 0 ? chunk.heading.join(' › ') : undefined,
    content: chunk.content,
    charStart: chunk.charStart,
    charEnd: chunk.charEnd,
    score: Math.round(hit.score * 1e4) / 1e4,
    lexicalRank: hit.lexicalRank,
    vectorRank: hit.vectorRank,
    coverage: coverage(chunk.id),
  };
}
