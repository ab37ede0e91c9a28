import { words } from '../../../../kernel/text/normalise.js';
import { stopWords } from '../../../../kernel/text/stop-words.js';
import { type AnswerKind, questionPhrase } from './lexicon/answer-kind.js';
import { isFrameWord } from './lexicon/frame-words.js';
import { asksForTheOpposite } from './lexicon/negation.js';
import { refersBack } from './lexicon/sentence-openers.js';
import { SMALL_TALK } from './lexicon/small-talk.js';

/**
 * What a term is to the question: its subject, which the answer has to be about; its frame ("name", "kind"), which
 * helps to choose; or context from the question before, which helps to choose too.
 */
export type TermRole = 'subject' | 'frame' | 'context';

export interface QuestionTerm {
  word: string;
  role: TermRole;
}

export interface Question {
  /** Distinct, in order; empty when the message asks nothing of the documents. */
  terms: QuestionTerm[];
  kind: AnswerKind;
  /** All its words, to tell what a sentence adds. */
  words: ReadonlySet<string>;
  language: string;
  asksForTheOpposite: boolean;
}

/** `before` is the visitor's question before this one, for "and how much is that?". */
export function readQuestion(text: string, language: string, before = ''): Question {
  const { kind, phrase } = questionPhrase(text);
  const all = words(text);
  const own = contentWords(all, phrase, language);
  const isSmallTalk = own.length > 0 && own.every((word) => SMALL_TALK.has(word));
  const leans = all.some(refersBack) || kind !== 'other';
  return {
    terms: isSmallTalk ? [] : termsOf(own, leans, contentWordsOf(before, language)),
    kind,
    words: new Set(all),
    language,
    asksForTheOpposite: asksForTheOpposite(text),
  };
}

/** A question without a subject of its own asks about that of the one before; one that leans is helped by it. */
function termsOf(own: readonly string[], leans: boolean, before: readonly string[]): QuestionTerm[] {
  const terms = own.map((word): QuestionTerm => ({ word, role: isFrameWord(word) ? 'frame' : 'subject' }));
  const subjects = terms.filter(({ role }) => role === 'subject').length;
  if (subjects === 1 || leans) {
    const role = subjects > 0 ? 'context' : 'subject';
    const earlier = before.filter((word) => !own.includes(word) && !isFrameWord(word));
    terms.push(...earlier.map((word) => ({ word, role }) as const));
  }
  return terms.some(({ role }) => role === 'subject')
    ? terms
    : terms.map(({ word }) => ({ word, role: 'subject' }));
}

function contentWordsOf(text: string, language: string): string[] {
  return contentWords(words(text), questionPhrase(text).phrase, language);
}

function contentWords(all: readonly string[], phrase: string, language: string): string[] {
  const stop = stopWords(language);
  const asking = new Set(words(phrase));
  return [...new Set(all)].filter((word) => !stop.has(word) && !(asking.has(word) && isFrameWord(word)));
}
