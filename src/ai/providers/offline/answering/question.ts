import { words } from '../../../../kernel/text/normalise.js';
import { stopWords } from '../../../../kernel/text/stop-words.js';
import { type AnswerKind, questionPhrase } from './lexicon/answer-kind.js';
import { isFrameWord } from './lexicon/frame-words.js';
import { asksForTheOpposite } from './lexicon/negation.js';
import { SMALL_TALK } from './lexicon/small-talk.js';

/** A word that the answer should be about. */
export interface QuestionTerm {
  word: string;
  /** Frames the question rather than naming its subject. */
  frame: boolean;
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

export function readQuestion(text: string, language: string): Question {
  const all = words(text);
  const { kind, phrase } = questionPhrase(text);
  const asking = new Set(words(phrase));
  const stop = stopWords(language);
  const content = [...new Set(all)].filter(
    (word) => !stop.has(word) && !(asking.has(word) && isFrameWord(word)),
  );
  const isSmallTalk = content.every((word) => SMALL_TALK.has(word));
  return {
    terms: isSmallTalk ? [] : content.map((word) => ({ word, frame: isFrameWord(word) })),
    kind,
    words: new Set(all),
    language,
    asksForTheOpposite: asksForTheOpposite(text),
  };
}
