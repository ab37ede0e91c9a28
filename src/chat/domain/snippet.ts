import { words } from '../../kernel/text/normalise.js';
import { splitSentences } from '../../kernel/text/sentences.js';
import { cut, LONGEST_SNIPPET } from './cut.js';

/** A shorter claim is found by chance. */
const SHORTEST_QUOTE = 12;

interface Span {
  start: number;
  end: number;
}

/**
 * The part of a passage that backs what was said, in the passage's own words: the sentences that are quoted, else
 * those that share most words with the claim. Never longer than `LONGEST_SNIPPET`.
 */
export function snippetOf(passage: string, claim: string): string {
  const at = claim.length >= SHORTEST_QUOTE ? passage.indexOf(claim) : -1;
  if (at < 0 && passage.length <= LONGEST_SNIPPET) return passage.trim();
  const sentences = splitSentences(passage);
  const span =
    at < 0
      ? widened(sentences, likest(passage, sentences, claim))
      : spanning(sentences, { start: at, end: at + claim.length });
  return cut(passage.slice(span.start, span.end).trim());
}

/** Whole sentences around a quotation. */
function spanning(sentences: Span[], quote: Span): Span {
  const first = sentences.findLast(({ start }) => start <= quote.start);
  const last = sentences.find(({ end }) => end >= quote.end);
  return { start: first?.start ?? quote.start, end: last?.end ?? quote.end };
}

function likest(passage: string, sentences: Span[], claim: string): number {
  const wanted = new Set(words(claim));
  let best = 0;
  let most = 0;
  sentences.forEach(({ start, end }, i) => {
    const shared = new Set(words(passage.slice(start, end)).filter((word) => wanted.has(word))).size;
    if (shared > most) [best, most] = [i, shared];
  });
  return best;
}

/** Sentences that follow come along while they fit. */
function widened(sentences: Span[], index: number): Span {
  const { start, end } = sentences[index] ?? { start: 0, end: LONGEST_SNIPPET };
  const fitting = sentences.slice(index + 1).filter((sentence) => sentence.end - start <= LONGEST_SNIPPET);
  return { start, end: fitting.at(-1)?.end ?? end };
}
