import { idf } from './bm25.js';

/** A stemmed word of the question as PostgreSQL's dictionaries make it. */
export interface Term {
  lexeme: string;
  /** Chunks of the bot that hold it, at least 1. */
  df: number;
  /** Its weight within the question. */
  qtf: number;
}

/** Up to here all chunks with any of the words that matter are scored. */
const ALL_UP_TO = 2_000;
/** The commonest words matter less than their number of chunks costs: while together they carry less than this share */
const SLIGHT_SHARE = 0.2;
/** and the other words bring so many chunks, three times what is scored again, */
const ENOUGH = 300;
/** they raise the scores of chunks that others brought, but bring none by themselves. */
/** Beyond: rare words as long as their chunks sum to this, */
const RARE_SUM = 1_000;
/** then chunks that hold two or three of so many commoner words, */
const COMMON_WORDS = 8;
/** while the expected number of chunks sums to this. */
const GROUPS_SUM = 1_500;
/** Words of a question occur together oftener than chance would have it. */
const TOGETHER_TWO = 2;
const TOGETHER_THREE = 1.5;

/**
 * Which chunks to score: a chunk is a candidate when it holds all lexemes of at least one group. Scoring all chunks
 * that hold any word would take a large bot hundreds of milliseconds; this agrees with it on nearly all of the best ten.
 */
export function planCandidates(terms: readonly Term[], chunks: number): string[][] {
  const total = terms.reduce((sum, term) => sum + term.df, 0);
  if (chunks <= ALL_UP_TO || total <= ALL_UP_TO) return weighty(terms, chunks).map((term) => [term.lexeme]);
  const byRarity = [...terms].sort((a, b) => a.df - b.df);
  let rare = 0;
  let sum = 0;
  while (rare < byRarity.length && (rare === 0 || sum + byRarity[rare].df <= RARE_SUM))
    sum += byRarity[rare++].df;
  const common = byRarity.slice(rare, rare + COMMON_WORDS);
  return [...byRarity.slice(0, rare).map((term) => [term.lexeme]), ...groups(common, chunks)];
}

/** The terms without the slight ones. */
function weighty(terms: readonly Term[], chunks: number): Term[] {
  const byFrequency = [...terms].sort((a, b) => b.df - a.df);
  const limit = SLIGHT_SHARE * worth(byFrequency, chunks);
  let brought = terms.reduce((sum, term) => sum + term.df, 0);
  let slight = 0;
  for (let weight = 0; slight < byFrequency.length; slight++) {
    weight += worth([byFrequency[slight]], chunks);
    brought -= byFrequency[slight].df;
    if (weight > limit || brought < ENOUGH) break;
  }
  return byFrequency.slice(slight);
}

function groups(common: Term[], n: number): string[][] {
  const possible: Group[] = [];
  for (let i = 0; i < common.length; i++) {
    for (let j = i + 1; j < common.length; j++) {
      const two = [common[i], common[j]];
      const rows = Math.min(common[i].df, (TOGETHER_TWO * common[i].df * common[j].df) / n);
      possible.push({ lexemes: two.map((t) => t.lexeme), rows, worth: worth(two, n) });
      for (let k = j + 1; k < common.length; k++) {
        const three = [...two, common[k]];
        const expected = Math.min(rows, (rows * TOGETHER_THREE * common[k].df) / n);
        possible.push({ lexemes: three.map((t) => t.lexeme), rows: expected, worth: worth(three, n) });
      }
    }
  }
  possible.sort((a, b) => b.worth - a.worth);
  let chosen: Group[] = [];
  let sum = 0;
  for (const group of possible) {
    // A pair brings in every chunk of a triple that holds it, so the triple is not counted beside it.
    const implied = chosen.filter(({ lexemes }) => isWithin(group.lexemes, lexemes));
    const without = implied.reduce((rest, { rows }) => rest - rows, sum);
    if (without + group.rows > GROUPS_SUM) continue;
    sum = without + group.rows;
    chosen = [...chosen.filter((other) => !implied.includes(other)), group];
  }
  return chosen.map(({ lexemes }) => lexemes);
}

interface Group {
  lexemes: string[];
  /** Chunks expected to hold them all. */
  rows: number;
  worth: number;
}

function isWithin(inner: string[], outer: string[]): boolean {
  return inner.every((lexeme) => outer.includes(lexeme));
}

function worth(terms: readonly Term[], n: number): number {
  return terms.reduce((sum, term) => sum + term.qtf * idf(n, term.df), 0);
}

/** From here on one document crowds out the others, */
const CROWDED = 0.8;
/** which then get so much of the room. */
const ROOM_FOR_OTHERS = 0.4;

/**
 * The document that nearly all of a full list comes from: one that says the same over and over, to be found whatever is
 * asked, leaves nothing else to choose from.
 */
export function crowdingDocument(list: readonly { documentId: string }[], limit: number): string | undefined {
  if (list.length < limit) return undefined;
  const counts = new Map<string, number>();
  for (const { documentId } of list) {
    const count = (counts.get(documentId) ?? 0) + 1;
    if (count > CROWDED * limit) return documentId;
    counts.set(documentId, count);
  }
  return undefined;
}

/** How many of other documents are looked for then. */
export function roomForOthers(limit: number): number {
  return Math.floor(limit * ROOM_FOR_OTHERS);
}
