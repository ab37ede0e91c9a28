/** A list of found chunks, best first; scores of different lists need not be comparable. */
export interface RankedChunk {
  chunkId: string;
  score: number;
}

export interface FusedChunk {
  chunkId: string;
  /** 0..1. */
  score: number;
  lexicalRank?: number;
  vectorRank?: number;
}

/** Entries of each list that take part. */
export const FUSED_LIST_LENGTH = 100;
/** Weight of the vector list that was best over the collections it was measured on. */
export const DEFAULT_VECTOR_WEIGHT = 0.5;
/** Of that weight, what is left where a question names things exactly: there, wording outweighs meaning. */
const LEFT_WITH_IDENTIFIERS = 0.6;

/**
 * Share of the vector list in the fused score: the bot's `weight`, less where the question names things exactly; 0
 * without vectors, so that the keyword half stands alone.
 */
export function vectorShare(
  question: { identifiers: boolean },
  vectors: readonly RankedChunk[],
  weight: number,
): number {
  if (vectors.length === 0) return 0;
  return question.identifiers ? weight * LEFT_WITH_IDENTIFIERS : weight;
}

/**
 * A convex combination of both lists, each scaled to 0..1 over its first hundred; a chunk that a list lacks has 0 there.
 * (Bruch, Gai, Ingber: "An Analysis of Fusion Functions for Hybrid Retrieval", 2023. Fusing by rank lost here where one
 * list was weaker.)
 */
export function fuse(
  lexical: readonly RankedChunk[],
  vectors: readonly RankedChunk[],
  share: number,
): FusedChunk[] {
  const fused = new Map<string, FusedChunk>();
  scaled(lexical).forEach(({ chunkId, score }, i) => {
    fused.set(chunkId, { chunkId, score: (1 - share) * score, lexicalRank: i + 1 });
  });
  scaled(vectors).forEach(({ chunkId, score }, i) => {
    const entry = fused.get(chunkId) ?? { chunkId, score: 0 };
    fused.set(chunkId, { ...entry, score: entry.score + share * score, vectorRank: i + 1 });
  });
  return [...fused.values()].sort((a, b) => b.score - a.score);
}

function scaled(list: readonly RankedChunk[]): RankedChunk[] {
  const top = list.slice(0, FUSED_LIST_LENGTH);
  if (top.length === 0) return top;
  const best = top[0].score;
  // A list that ends early has nothing left to find: its floor is no match at all.
  const floor =
    top.length === FUSED_LIST_LENGTH ? top[top.length - 1].score : Math.min(0, top[top.length - 1].score);
  const range = best - floor;
  return top.map(({ chunkId, score }) => ({ chunkId, score: range > 0 ? (score - floor) / range : 1 }));
}
