import { idf, K1 } from './bm25.js';
import type { Term } from './candidates.js';
import type { Question } from './question.js';
import type { PoolQuestion } from './rescore.js';
import { correctTypo, type KnownWord, mayBeTypo } from './typo.js';

/** What the index knows of one word of the question, in one of the bot's languages. */
export interface Stem {
  /** Place in `Question.words`. */
  word: number;
  lexeme: string;
  df: number;
  similar: readonly KnownWord[];
}

export interface IndexSize {
  chunks: number;
  /** Text search configuration of most chunks. */
  mainConfig: string | null;
}

export interface QuestionTerms {
  /** To be searched, heaviest first; all occur in the bot's documents. */
  terms: (Term & { weight: number })[];
  /** The question as candidates are compared with it: typing mistakes mended, function words gone. */
  compared: PoolQuestion;
  /** Share of the question's words that holding these terms (by place) covers, 0..1. */
  coverage(found: readonly number[]): number;
  /** What a word of the question was taken for, and whether any passage holds that. */
  reading: (word: string) => { text: string; known: boolean };
}

const MOST_TERMS = 64;

interface Resolved {
  text: string;
  weight: number;
  idf: number;
  known: KnownWord[];
}

/** Joins the question with what the index knows of its words. */
export function resolveTerms(question: Question, stems: readonly Stem[], size: IndexSize): QuestionTerms {
  const words = resolveWords(question, stems, size.chunks);
  const terms = weighTerms(words.values(), size.chunks);
  const places = new Map(terms.map(({ lexeme }, place) => [lexeme, place]));
  return {
    terms,
    compared: comparedQuestion(question, words, size),
    coverage: coverageOf([...words.values()], places),
    reading: (word) => {
      const { text, known } = words.get(word) ?? { text: word, known: [] };
      return { text, known: known.length > 0 };
    },
  };
}

/** By word of the question; words that no language of the bot knows as a content word are left out. */
function resolveWords(question: Question, stems: readonly Stem[], chunks: number): Map<string, Resolved> {
  const byWord = question.words.map((): Stem[] => []);
  for (const stem of stems) byWord[stem.word]?.push(stem);
  const resolved = new Map<string, Resolved>();
  question.words.forEach(({ text, weight }, i) => {
    if (byWord[i].length === 0) return;
    const known: KnownWord[] = byWord[i].filter(({ df }) => df > 0);
    const correction = known.length === 0 ? findCorrection(byWord[i]) : undefined;
    if (correction) known.push(correction);
    const df = known.reduce((sum, word) => sum + word.df, 0);
    resolved.set(text, {
      text: correction?.lexeme ?? text,
      weight,
      idf: idf(chunks, Math.min(Math.max(df, 1), chunks)),
      known,
    });
  });
  return resolved;
}

function findCorrection(stems: Stem[]): KnownWord | undefined {
  for (const { lexeme, similar } of stems) {
    const correction = mayBeTypo(lexeme) ? correctTypo(lexeme, similar) : undefined;
    if (correction) return correction;
  }
  return undefined;
}

function weighTerms(words: Iterable<Resolved>, chunks: number): QuestionTerms['terms'] {
  const terms = new Map<string, Term>();
  for (const { weight, known } of words) {
    for (const { lexeme, df } of known) {
      const qtf = (terms.get(lexeme)?.qtf ?? 0) + weight;
      terms.set(lexeme, { lexeme, df, qtf });
    }
  }
  return [...terms.values()]
    .map((term) => ({ ...term, weight: (K1 + 1) * term.qtf * idf(chunks, term.df) }))
    .sort((a, b) => b.weight - a.weight || (a.lexeme < b.lexeme ? -1 : 1))
    .slice(0, MOST_TERMS);
}

function comparedQuestion(question: Question, words: Map<string, Resolved>, size: IndexSize): PoolQuestion {
  const sequence = question.sequence.flatMap((word) => words.get(word)?.text ?? []);
  const undecided = question.language === 'und' && size.mainConfig === 'english';
  return {
    words: [...words.values()],
    pairs: sequence.slice(1).map((word, i) => [sequence[i], word]),
    language: undecided ? 'en' : question.language,
  };
}

function coverageOf(words: Resolved[], places: Map<string, number>): QuestionTerms['coverage'] {
  const worth = words.map(({ weight, idf }) => Math.min(1, weight) * idf);
  const total = worth.reduce((sum, value) => sum + value, 0);
  return (found) => {
    const there = new Set(found);
    let sum = 0;
    words.forEach(({ known }, i) => {
      if (known.some(({ lexeme }) => there.has(places.get(lexeme) ?? -1))) sum += worth[i];
    });
    return total > 0 ? sum / total : 0;
  };
}
