import { isNegative } from './lexicon/negation.js';
import type { Question } from './question.js';
import type { RankedUnit } from './rank-units.js';

/** Least coverage: `base` for a long question, more where few words leave more to chance, but never above `most`. */
export const LEAST = { base: 0.25, perTerm: 0.6, most: 0.75 };

/** Years, model numbers, error codes, but not "3 ways": a passage about another one answers another question. */
const IDENTIFYING = /\p{N}.|.\p{N}/u;

/**
 * Decides whether the best unit answers the question or the documents hold no answer. Saying nothing is better than
 * quoting something beside the point.
 */
export function answersQuestion(question: Question, best: RankedUnit): boolean {
  const { terms, kind } = question;
  if (question.asksForTheOpposite && !isNegative(best.unit.text)) return false;
  const lacksIdentifier = terms.some(
    ({ word, role }, term) => role !== 'context' && IDENTIFYING.test(word) && best.terms[term] === 0,
  );
  if (lacksIdentifier) return false;
  const size = terms.filter(({ role }) => role === 'subject').length;
  // One matching word says little when a number or a time was asked for and none is there.
  if (size < 2 && !best.holdsKind && (kind === 'quantity' || kind === 'time')) return false;
  return best.coverage >= Math.min(LEAST.most, LEAST.base + LEAST.perTerm / size);
}
