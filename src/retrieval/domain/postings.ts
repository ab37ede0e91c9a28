/** The passages of one bot as far as its postings name them; postings refer to a passage by its place here. */
export class PassageTable {
  readonly chunkIds: string[] = [];
  readonly documentIds: string[] = [];
  /** Length of each passage. */
  readonly words: number[] = [];
  private readonly places = new Map<string, number>();

  get size(): number {
    return this.chunkIds.length;
  }

  placeOf(chunkId: string, documentId: string, words: number): number {
    const known = this.places.get(chunkId);
    if (known !== undefined) return known;
    this.places.set(chunkId, this.chunkIds.length);
    this.documentIds.push(documentId);
    this.words.push(words);
    return this.chunkIds.push(chunkId) - 1;
  }
}

/** Where one lexeme occurs, and how often in each passage (1..255). */
export interface Postings {
  places: Uint32Array;
  tfs: Uint8Array;
}

export interface ScoredPassage {
  chunkId: string;
  documentId: string;
  bm25: number;
  /** Places in the list of lexemes of those that the passage holds. */
  found: number[];
}

export interface PostingsQuestion {
  /** A passage is a candidate when it holds all lexemes of one of these groups. */
  groups: readonly (readonly string[])[];
  lexemes: readonly { lexeme: string; weight: number }[];
  averageLength: number;
  limit: number;
  /** A document to leave out. */
  except?: string;
}

/** The best candidates by BM25 (k1 = 1.2, b = 0.75), best first; equal ones by id. */
export function rankPostings(
  table: PassageTable,
  postings: ReadonlyMap<string, Postings>,
  { groups, lexemes, averageLength, limit, except }: PostingsQuestion,
): ScoredPassage[] {
  // Bots of one document are many, and are asked this with every question.
  if (except !== undefined && table.documentIds.every((id) => id === except)) return [];
  const scores = new Float64Array(table.size);
  for (const { lexeme, weight } of lexemes) {
    const { places, tfs } = postings.get(lexeme) ?? NOWHERE;
    for (let i = 0; i < places.length; i++) {
      const place = places[i];
      const d = 0.3 + (0.9 * table.words[place]) / averageLength;
      scores[place] += weight * (1 - d / (tfs[i] + d));
    }
  }
  const all = candidatesOf(groups, postings, table.size);
  const candidates = except !== undefined ? all.filter((place) => table.documentIds[place] !== except) : all;
  const best = bestOf(candidates, scores, table, limit);
  const found = foundIn(best, lexemes, postings, table.size);
  return best.map((place, rank) => ({
    chunkId: table.chunkIds[place],
    documentId: table.documentIds[place],
    bm25: scores[place],
    found: found[rank],
  }));
}

const NOWHERE: Postings = { places: new Uint32Array(), tfs: new Uint8Array() };

function candidatesOf(
  groups: PostingsQuestion['groups'],
  postings: ReadonlyMap<string, Postings>,
  size: number,
): number[] {
  const chosen = new Uint8Array(size);
  for (const group of groups) {
    const lists = group.map((lexeme) => (postings.get(lexeme) ?? NOWHERE).places);
    const [shortest, ...others] = lists.sort((a, b) => a.length - b.length);
    const rest = others.map((places) => new Set(places));
    for (const place of shortest) if (rest.every((places) => places.has(place))) chosen[place] = 1;
  }
  const places: number[] = [];
  for (let place = 0; place < size; place++) if (chosen[place]) places.push(place);
  return places;
}

/** Sorts numbers first: comparing ids is worth it only for those that can be among the best. */
function bestOf(candidates: number[], scores: Float64Array, table: PassageTable, limit: number): number[] {
  const sorted = Float64Array.from(candidates, (place) => scores[place]).sort();
  const least = sorted[Math.max(0, sorted.length - limit)];
  const order = (a: number, b: number) =>
    scores[b] - scores[a] || (table.chunkIds[a] < table.chunkIds[b] ? -1 : 1);
  return candidates
    .filter((place) => scores[place] >= least)
    .sort(order)
    .slice(0, limit);
}

function foundIn(
  best: number[],
  lexemes: PostingsQuestion['lexemes'],
  postings: ReadonlyMap<string, Postings>,
  size: number,
): number[][] {
  const ranks = new Uint16Array(size);
  best.forEach((place, rank) => (ranks[place] = rank + 1));
  const found: number[][] = best.map(() => []);
  lexemes.forEach(({ lexeme }, i) => {
    for (const place of (postings.get(lexeme) ?? NOWHERE).places)
      if (ranks[place] > 0) found[ranks[place] - 1].push(i);
  });
  return found;
}
