import { detectLanguage } from '../../../kernel/text/language.js';
import type { ContextPassage } from '../../domain/context-passage.js';
import { answersQuestion } from './answering/answers-question.js';
import { readQuestion } from './answering/question.js';
import { rankUnits } from './answering/rank-units.js';
import { selectQuotes } from './answering/select-quotes.js';
import { writeAnswer } from './answering/write-answer.js';

const UNKNOWN = 'und';

/**
 * Answers a question in the words of the passages: one to three sentences with `[n]` citations, or undefined when
 * the passages do not hold the answer. `language` is the question's, ISO 639-1 or `und`; `before` is
 * the visitor's question before, if any. Pure; linear in the length
 * of the passages.
 */
export function answerFromPassages(
  text: string,
  passages: readonly ContextPassage[],
  language: string,
  before?: string,
): string | undefined {
  const question = readQuestion(text, language === UNKNOWN ? languageOf(passages) : language, before);
  if (question.terms.length === 0) return undefined;
  const ranked = rankUnits(question, passages);
  if (ranked.length === 0 || !answersQuestion(question, ranked[0])) return undefined;
  return writeAnswer(selectQuotes(ranked));
}

/** A question too short to show its language is most likely in that of the documents. */
function languageOf(passages: readonly ContextPassage[]): string {
  return passages.length > 0 ? detectLanguage(passages[0].content) : UNKNOWN;
}
