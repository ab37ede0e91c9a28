import { words } from '../../../../kernel/text/normalise.js';
import { stopWords } from '../../../../kernel/text/stop-words.js';
import { type AnswerKind, questionPhrase } from './lexicon/answer-kind.js';
import { isFrameWord } from './lexicon/frame-words.js';
import { asksForTheOpposite } from './lexicon/negation.js';
import { refersBack } from './lexicon/sentence-openers.js';
import { SMALL_TALK } from './lexicon/small-talk.js';

/** A word that the answer should be about. */
export interface QuestionTerm {
  word: string;
  /** Frames the question rather than naming its subject. */
  frame: boolean;
  /** Taken from the question before: helps to choose, but is not asked about now. */
  context: boolean;
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
  const terms = own.map((word): QuestionTerm => ({ word, frame: isFrameWord(word), context: false }));
  const subjects = terms.filter(({ frame }) => !frame).length;
  const leans = all.some(refersBack);
  if (!isSmallTalk && (subjects === 1 || leans || (subjects === 0 && kind !== 'other'))) {
    // Without a subject of its own it asks about that of the question before; with one, that helps to choose.
    const earlier = contentWords(words(before), questionPhrase(before).phrase, language);
    for (const word of earlier) {
      if (!own.includes(word) && !isFrameWord(word))
        terms.push({ word, frame: false, context: subjects > 0 });
    }
  }
  return {
    terms: isSmallTalk ? [] : terms,
    kind,
    words: new Set(all),
    language,
    asksForTheOpposite: asksForTheOpposite(text),
  };
}

function contentWords(all: readonly string[], phrase: string, language: string): string[] {
  const stop = stopWords(language);
  const asking = new Set(words(phrase));
  return [...new Set(all)].filter((word) => !stop.has(word) && !(asking.has(word) && isFrameWord(word)));
}
