import { B, idf, K1, saturation } from './bm25.js';
import { type AnalysedText, cutHash, pairHash, pushGramHashes } from './text-analysis.js';

/** A candidate as PostgreSQL ranked it. */
export interface PoolEntry {
  chunkId: string;
  bm25: number;
  text: AnalysedText;
  /** Content words of the document's title and the heading path, by `cutHash`. */
  titleCuts: readonly number[];
}

/** The question after its typing mistakes were mended. */
export interface PoolQuestion {
  words: readonly { text: string; weight: number }[];
  pairs: readonly (readonly [string, string])[];
  language: string;
}

export interface Rescored {
  chunkId: string;
  score: number;
}

/** Share of the four-letter score, relative to the best keyword score. Stems say less in languages richer in forms. */
const GRAM_SHARE = 0.8;
const GRAM_SHARE_ENGLISH = 0.4;
const PAIR_SHARE = 0.2;
const PAIR_WEIGHT = 2;
const TITLE_SHARE = 0.7;
const USUAL_TITLE_LENGTH = 6;

/**
 * Orders the pool anew, best first, by the keyword score plus three things it does not see: pieces of words (endings,
 * compounds, typing mistakes), neighbouring words found as neighbours, and words of the question in titles.
 * Document frequencies are those of the pool itself.
 */
export function rescore(pool: readonly PoolEntry[], question: PoolQuestion): Rescored[] {
  const grams = gramScores(pool, question);
  const pairs = pairScores(pool, question);
  const titles = titleScores(pool, question);
  let bestBm25 = 0;
  let bestGram = 0;
  for (let i = 0; i < pool.length; i++) {
    if (pool[i].bm25 > bestBm25) bestBm25 = pool[i].bm25;
    if (grams[i] > bestGram) bestGram = grams[i];
  }
  const share = question.language === 'en' ? GRAM_SHARE_ENGLISH : GRAM_SHARE;
  const scale = bestGram > 0 ? (share * bestBm25) / bestGram : 0;
  return pool
    .map(({ chunkId, bm25 }, i) => ({
      chunkId,
      score: bm25 + scale * grams[i] + PAIR_SHARE * pairs[i] + TITLE_SHARE * titles[i],
    }))
    .sort((a, b) => b.score - a.score);
}

/** BM25 over the four-letter pieces of words. */
function gramScores(pool: readonly PoolEntry[], question: PoolQuestion): Float64Array {
  const weights = new Map<number, number>();
  for (const { text, weight } of question.words) {
    const hashes: number[] = [];
    pushGramHashes(text, hashes);
    for (const hash of hashes) weights.set(hash, (weights.get(hash) ?? 0) + weight);
  }
  const average = meanOf(pool, ({ text }) => text.gramTotal);
  const offsets = pool.map(({ text }) => K1 * (1 - B + (B * text.gramTotal) / average));
  const scores = new Float64Array(pool.length);
  const counts = new Uint8Array(pool.length);
  for (const [hash, qtf] of weights) {
    const df = countInPool(pool, (text) => text.grams.count(hash), counts);
    if (df === 0) continue;
    const weight = qtf * idf(pool.length, df) * (K1 + 1);
    for (let i = 0; i < counts.length; i++) {
      if (counts[i] > 0) scores[i] += (weight * counts[i]) / (counts[i] + offsets[i]);
    }
  }
  return scores;
}

/** Neighbouring words of the question that are neighbours in the text too. */
function pairScores(pool: readonly PoolEntry[], question: PoolQuestion): Float64Array {
  const scores = new Float64Array(pool.length);
  const hashes = new Set(question.pairs.map(([first, second]) => pairHash(cutHash(first), cutHash(second))));
  const average = meanOf(pool, ({ text }) => text.words);
  const counts = new Uint8Array(pool.length);
  for (const hash of hashes) {
    const df = countInPool(pool, (text) => text.pairs.count(hash), counts);
    if (df === 0) continue;
    const weight = PAIR_WEIGHT * poolWeight(pool.length, df);
    for (let i = 0; i < counts.length; i++) {
      if (counts[i] > 0) scores[i] += weight * saturation(counts[i], pool[i].text.words / average);
    }
  }
  return scores;
}

/** Fills `counts` for every text of the pool and returns how many are not 0. */
function countInPool(
  pool: readonly PoolEntry[],
  count: (text: AnalysedText) => number,
  counts: Uint8Array,
): number {
  let df = 0;
  for (let i = 0; i < pool.length; i++) {
    const found = count(pool[i].text);
    counts[i] = found;
    if (found > 0) df++;
  }
  return df;
}

function titleScores(pool: readonly PoolEntry[], question: PoolQuestion): Float64Array {
  const scores = new Float64Array(pool.length);
  const weights = new Map<number, number>();
  for (const { text, weight } of question.words) {
    const cut = cutHash(text);
    weights.set(cut, Math.max(weights.get(cut) ?? 0, Math.min(1, weight)));
  }
  for (const [cut, weight] of weights) {
    const titled: number[] = [];
    for (let i = 0; i < pool.length; i++) if (pool[i].titleCuts.includes(cut)) titled.push(i);
    if (titled.length === 0) continue;
    const worth = weight * poolWeight(pool.length, titled.length);
    for (const i of titled) scores[i] += worth * saturation(1, pool[i].titleCuts.length / USUAL_TITLE_LENGTH);
  }
  return scores;
}

function poolWeight(texts: number, df: number): number {
  return Math.log(1 + (5 * texts) / df);
}

function meanOf(pool: readonly PoolEntry[], length: (entry: PoolEntry) => number): number {
  let sum = 0;
  for (const entry of pool) sum += length(entry);
  return Math.max(1, sum / Math.max(1, pool.length));
}
