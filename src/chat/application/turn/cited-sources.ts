import type { ContextPassage } from '../../../ai/index.js';
import type { Citation } from '../../../conversations/index.js';
import { claimsOf } from '../../domain/claims.js';
import { snippetOf } from '../../domain/snippet.js';

/** The sources an answer cites, each with the words of its passage that back what the answer says. */
export function citedSources(
  answer: string,
  cited: ReadonlySet<number>,
  sources: readonly Citation[],
  passages: readonly ContextPassage[],
): Citation[] {
  if (cited.size === 0) return [];
  const claims = claimsOf(answer);
  return sources
    .filter(({ index }) => cited.has(index))
    .map((source) => {
      const claim = claims.get(source.index);
      return claim ? { ...source, snippet: snippetOf(passages[source.index - 1].content, claim) } : source;
    });
}
