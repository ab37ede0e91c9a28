import { B, idf, K1, saturation } from './bm25.js';
import type { CountTable } from './count-table.js';
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
  const { counts, dfs } = countInPool(pool, [...weights.keys()], (text) => text.grams);
  const worths = [...weights.values()].map((qtf, term) => qtf * idf(pool.length, dfs[term]) * (K1 + 1));
  return sumUp(pool.length, worths, counts, (worth, count, i) => (worth * count) / (count + offsets[i]));
}

/** Neighbouring words of the question that are neighbours in the text too. */
function pairScores(pool: readonly PoolEntry[], question: PoolQuestion): Float64Array {
  const hashes = new Set(question.pairs.map(([first, second]) => pairHash(cutHash(first), cutHash(second))));
  const average = meanOf(pool, ({ text }) => text.words);
  const { counts, dfs } = countInPool(pool, [...hashes], (text) => text.pairs);
  const worths = Array.from(dfs, (df) => PAIR_WEIGHT * poolWeight(pool.length, df));
  return sumUp(
    pool.length,
    worths,
    counts,
    (worth, count, i) => worth * saturation(count, pool[i].text.words / average),
  );
}

interface PoolCounts {
  /** Row after row, a text each, a column for each hash. */
  counts: Uint8Array;
  /** Texts that hold each hash. */
  dfs: Uint32Array;
}

/** Text by text: the table of one text stays in the processor's cache while all hashes are looked up. */
function countInPool(
  pool: readonly PoolEntry[],
  hashes: number[],
  tableOf: (text: AnalysedText) => CountTable,
): PoolCounts {
  const counts = new Uint8Array(pool.length * hashes.length);
  const dfs = new Uint32Array(hashes.length);
  let at = 0;
  for (const { text } of pool) {
    const table = tableOf(text);
    for (let term = 0; term < hashes.length; term++, at++) {
      const count = table.count(hashes[term]);
      if (count === 0) continue;
      counts[at] = count;
      dfs[term]++;
    }
  }
  return { counts, dfs };
}

function sumUp(
  texts: number,
  worths: number[],
  counts: Uint8Array,
  score: (worth: number, count: number, text: number) => number,
): Float64Array {
  const scores = new Float64Array(texts);
  let at = 0;
  for (let text = 0; text < texts; text++) {
    for (let term = 0; term < worths.length; term++, at++) {
      if (counts[at] > 0) scores[text] += score(worths[term], counts[at], text);
    }
  }
  return scores;
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
  return Math.log(1 + (5 * texts) / Math.max(1, df));
}

function meanOf(pool: readonly PoolEntry[], length: (entry: PoolEntry) => number): number {
  let sum = 0;
  for (const entry of pool) sum += length(entry);
  return Math.max(1, sum / Math.max(1, pool.length));
}
