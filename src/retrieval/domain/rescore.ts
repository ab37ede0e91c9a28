import { idf, K1, saturation } from './bm25.js';
import { HashIndex } from './hash-index.js';
import { type AnalysedText, cutHash, WORD_EDGE } from './text-analysis.js';

/** A candidate as PostgreSQL ranked it. */
export interface PoolEntry {
  chunkId: string;
  bm25: number;
  text: AnalysedText;
  /** Of the document's title and the heading path together. */
  title: AnalysedText;
}

/** The question after its typing mistakes were mended. */
export interface PoolQuestion {
  words: { text: string; weight: number }[];
  pairs: [string, string][];
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
const GRAM = 4;

/**
 * Orders the pool anew, best first, by the keyword score plus three things it does not see: pieces of words (endings,
 * compounds, typing mistakes), neighbouring words found as neighbours, and words of the question in titles.
 * Document frequencies are those of the pool itself.
 */
export function rescore(pool: readonly PoolEntry[], question: PoolQuestion): Rescored[] {
  const grams = gramScores(pool, question);
  const pairs = pairScores(pool, question);
  const titles = titleScores(pool, question);
  const share = question.language === 'en' ? GRAM_SHARE_ENGLISH : GRAM_SHARE;
  const bestBm25 = pool.reduce((best, entry) => Math.max(best, entry.bm25), 0);
  const bestGram = grams.reduce((best, score) => Math.max(best, score), 0);
  const scale = bestGram > 0 ? (share * bestBm25) / bestGram : 0;
  return pool
    .map(({ chunkId, bm25 }, i) => ({
      chunkId,
      score: bm25 + scale * grams[i] + PAIR_SHARE * pairs[i] + TITLE_SHARE * titles[i],
    }))
    .sort((a, b) => b.score - a.score);
}

/** BM25 over the four-letter pieces of `_word_`. */
function gramScores(pool: readonly PoolEntry[], question: PoolQuestion): Float64Array {
  const hashes: number[] = [];
  const weights: number[] = [];
  for (const { text, weight } of question.words) {
    for (const hash of gramHashes(text)) {
      hashes.push(hash);
      weights.push(weight);
    }
  }
  const index = new HashIndex(hashes);
  const qtf = new Float64Array(index.size);
  hashes.forEach((_, i) => (qtf[index.placeOf[i]] += weights[i]));
  const counts = pool.map(({ text }) => countGrams(text.letters, index));
  const average = meanOf(pool.map(({ text }) => text.letters.length));
  return sumUp(pool.length, counts, qtf, (i) => pool[i].text.letters.length / average);
}

/** BM25 over `counts[text][term]` with document frequencies of the pool. */
function sumUp(
  texts: number,
  counts: Uint16Array[],
  qtf: Float64Array,
  relativeLength: (text: number) => number,
): Float64Array {
  const weights = qtf.map((weight, term) => {
    let df = 0;
    for (const row of counts) if (row[term] > 0) df++;
    return weight * idf(texts, df) * (K1 + 1);
  });
  return Float64Array.from(counts, (row, text) => {
    const offset = K1 * (0.25 + 0.75 * relativeLength(text));
    let sum = 0;
    for (let term = 0; term < row.length; term++) {
      const tf = row[term];
      if (tf > 0) sum += (weights[term] * tf) / (tf + offset);
    }
    return sum;
  });
}

const BASE = 0x01000193;
const BASE_TO_GRAM = Math.imul(Math.imul(BASE, BASE), Math.imul(BASE, BASE));

function gramHashes(word: string): number[] {
  const framed = [WORD_EDGE, ...Array.from({ length: word.length }, (_, i) => word.charCodeAt(i)), WORD_EDGE];
  const hashes: number[] = [];
  let hash = 0;
  for (let i = 0; i < framed.length; i++) {
    hash = (Math.imul(hash, BASE) + framed[i]) | 0;
    if (i >= GRAM) hash = (hash - Math.imul(framed[i - GRAM], BASE_TO_GRAM)) | 0;
    if (i >= GRAM - 1) hashes.push(hash);
  }
  return hashes;
}

/** How often each piece of the question occurs. Pieces across two words hold an inner `_`, which no question's do. */
function countGrams(letters: Uint16Array, index: HashIndex): Uint16Array {
  const counts = new Uint16Array(index.size);
  let hash = 0;
  for (let i = 0; i < letters.length; i++) {
    hash = (Math.imul(hash, BASE) + letters[i]) | 0;
    if (i >= GRAM) hash = (hash - Math.imul(letters[i - GRAM], BASE_TO_GRAM)) | 0;
    if (i < GRAM - 1) continue;
    const place = index.find(hash);
    if (place >= 0) counts[place]++;
  }
  return counts;
}

/** Neighbouring words of the question that are neighbours in the text too. */
function pairScores(pool: readonly PoolEntry[], question: PoolQuestion): Float64Array {
  const scores = new Float64Array(pool.length);
  const pairs = [
    ...new Map(question.pairs.map(([a, b]) => [`${cutHash(a)} ${cutHash(b)}`, [a, b]])).values(),
  ];
  if (pairs.length === 0) return scores;
  const index = new HashIndex(pairs.flatMap(([a, b]) => [cutHash(a), cutHash(b)]));
  const next = pairs.map((_, i) => [index.placeOf[2 * i], index.placeOf[2 * i + 1]]);
  const average = meanOf(pool.map(({ text }) => text.cuts.length));
  const counts = pool.map(({ text }) => countPairs(text.cuts, index, next));
  for (let pair = 0; pair < pairs.length; pair++) {
    let df = 0;
    for (const row of counts) if (row[pair] > 0) df++;
    if (df === 0) continue;
    const weight = PAIR_WEIGHT * poolWeight(pool.length, df);
    for (let i = 0; i < pool.length; i++) {
      if (counts[i][pair] > 0) {
        scores[i] += weight * saturation(counts[i][pair], pool[i].text.cuts.length / average);
      }
    }
  }
  return scores;
}

function countPairs(cuts: Uint32Array, index: HashIndex, pairs: number[][]): Uint16Array {
  const counts = new Uint16Array(pairs.length);
  let before = -1;
  for (let i = 0; i < cuts.length; i++) {
    const place = index.find(cuts[i] | 0);
    if (place >= 0 && before >= 0) {
      for (let p = 0; p < pairs.length; p++) if (pairs[p][0] === before && pairs[p][1] === place) counts[p]++;
    }
    before = place;
  }
  return counts;
}

function titleScores(pool: readonly PoolEntry[], question: PoolQuestion): Float64Array {
  const scores = new Float64Array(pool.length);
  const index = new HashIndex(question.words.map(({ text }) => cutHash(text)));
  const weights = new Float64Array(index.size);
  question.words.forEach(({ weight }, i) => {
    weights[index.placeOf[i]] = Math.max(weights[index.placeOf[i]], Math.min(1, weight));
  });
  const found = pool.map(({ title }) => {
    const row = new Uint16Array(index.size);
    for (let i = 0; i < title.cuts.length; i++) {
      const place = index.find(title.cuts[i] | 0);
      if (place >= 0) row[place] = 1;
    }
    return row;
  });
  for (let word = 0; word < index.size; word++) {
    let df = 0;
    for (const row of found) df += row[word];
    if (df === 0) continue;
    const weight = weights[word] * poolWeight(pool.length, df);
    for (let i = 0; i < pool.length; i++) {
      if (found[i][word]) scores[i] += weight * saturation(1, pool[i].title.cuts.length / USUAL_TITLE_LENGTH);
    }
  }
  return scores;
}

function poolWeight(texts: number, df: number): number {
  return Math.log(1 + (5 * texts) / df);
}

function meanOf(values: number[]): number {
  return Math.max(1, values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length));
}
