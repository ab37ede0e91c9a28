import { detectLanguage } from '../../kernel/text/language.js';
import { words } from '../../kernel/text/normalise.js';
import { stopWords } from '../../kernel/text/stop-words.js';
import { holdsIdentifiers } from './identifiers.js';
import { leansOnConversation } from './follow-up.js';

/** Longer questions are judged by their beginning; a search stays cheap whatever is sent. */
const LONGEST_QUESTION = 4_000;
const MOST_WORDS = 64;
/** Of the user's last turn and the one before it, relative to the question's own words. */
const TURN_WEIGHTS = [0.4, 0.2];

export interface QuestionWord {
  /** As `words()` makes it. */
  text: string;
  /** Occurrences in the question, or less than 1 for a word taken from an earlier turn. */
  weight: number;
}

export interface Question {
  language: string;
  /** Distinct content words: the question's own in order of appearance, then those of earlier turns. */
  words: QuestionWord[];
  /** The content words of the question itself as they follow each other, repeats included. */
  sequence: string[];
  /** It names things exactly (numbers, code, quotations), so that wording outweighs meaning. */
  identifiers: boolean;
  /** Earlier turns were taken in. */
  followUp: boolean;
}

/** Reads a question; `history` holds the earlier turns of the user, oldest first. */
export function readQuestion(text: string, history: readonly string[] = []): Question {
  const question = text.slice(0, LONGEST_QUESTION);
  const language = detectLanguage(question);
  const all = words(question).slice(0, LONGEST_QUESTION / 4);
  const content = withoutStopWords(all, language);
  const weights = new Map<string, number>();
  for (const word of content) weights.set(word, (weights.get(word) ?? 0) + 1);
  const followUp = history.length > 0 && leansOnConversation(all, weights.size, language);
  if (followUp) addEarlierTurns(weights, history);
  return {
    language,
    words: [...weights].slice(0, MOST_WORDS).map(([word, weight]) => ({ text: word, weight })),
    sequence: content.slice(0, MOST_WORDS),
    identifiers: holdsIdentifiers(question),
    followUp,
  };
}

function addEarlierTurns(weights: Map<string, number>, history: readonly string[]): void {
  TURN_WEIGHTS.forEach((weight, back) => {
    const turn = history.at(-1 - back)?.slice(0, LONGEST_QUESTION);
    if (!turn) return;
    for (const word of withoutStopWords(words(turn), detectLanguage(turn))) {
      if (!weights.has(word)) weights.set(word, weight);
    }
  });
}

/** All words, where nothing but function words was said ("who are you"). */
function withoutStopWords(list: string[], language: string): string[] {
  const stops = stopWords(language);
  const content = list.filter((word) => !stops.has(word));
  return content.length > 0 ? content : list;
}
