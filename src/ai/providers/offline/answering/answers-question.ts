import { isNegative } from './lexicon/negation.js';
import type { Question } from './question.js';
import type { RankedUnit } from './rank-units.js';

/** Least share of the question that must be covered: more where few words leave more to chance. */
export const LEAST = { base: 0.3, perTerm: 0.4, frame: 0.3 };

/** Years, model numbers, error codes: a passage about another one answers another question. */
const IDENTIFYING = /\p{N}/u;

/**
 * Decides whether the best unit answers the question or the documents hold no answer. Saying nothing is better than
 * quoting something beside the point.
 */
export function answersQuestion(question: Question, best: RankedUnit): boolean {
  if (question.asksForTheOpposite && !isNegative(best.unit.text)) return false;
  if (
    question.terms.some(
      ({ word, context }, term) => !context && IDENTIFYING.test(word) && best.terms[term] === 0,
    )
  )
    return false;
  return best.coverage >= leastCoverage(question);
}

function leastCoverage({ terms }: Question): number {
  const size = terms.reduce((sum, { frame, context }) => sum + (context ? 0 : frame ? LEAST.frame : 1), 0);
  return LEAST.base + LEAST.perTerm / Math.max(1, size);
}
