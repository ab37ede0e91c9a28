import type { DocumentStage } from './document.js';

/** Where each stage begins and ends on the scale of the whole; extraction is most of the work. */
const SPANS: Record<DocumentStage, [from: number, to: number]> = {
  fetching: [0, 10],
  extracting: [10, 80],
  chunking: [80, 85],
  embedding: [85, 95],
  indexing: [95, 99],
};

/** 0..99 for a stage and the share of it (0..1) that is done; 100 is kept for `ready`. */
export function overallProgress(stage: DocumentStage, fraction: number): number {
  const [from, to] = SPANS[stage];
  const share = Number.isFinite(fraction) ? Math.min(Math.max(fraction, 0), 1) : 0;
  return Math.floor(from + (to - from) * share);
}
