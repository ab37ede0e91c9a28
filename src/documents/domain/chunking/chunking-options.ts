/** How a document is cut. Sizes are in UTF-16 code units, as `String.length` counts. */
export interface ChunkingOptions {
  /** Upper bound of a chunk's content, 200..8000. */
  maxChars: number;
  /** How much of a chunk's end, in whole sentences, is repeated at the start of the next one; below half of maxChars. */
  overlapChars: number;
}

export const DEFAULT_CHUNKING: Readonly<ChunkingOptions> = { maxChars: 1000, overlapChars: 150 };

const MIN_CHARS = 200;
const MAX_CHARS = 8000;

/** Brings given options into the supported range; what is absent or not a number gets its default. */
export function chunkingOptions(given: Partial<ChunkingOptions> = {}): ChunkingOptions {
  const maxChars = Math.round(clamp(given.maxChars ?? DEFAULT_CHUNKING.maxChars, MIN_CHARS, MAX_CHARS));
  const overlap = given.overlapChars ?? Math.min(DEFAULT_CHUNKING.overlapChars, maxChars / 4);
  return { maxChars, overlapChars: Math.round(clamp(overlap, 0, maxChars / 2)) };
}

function clamp(value: number, low: number, high: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(value, low), high) : low;
}
