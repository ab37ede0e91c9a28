import { words } from '../../../../kernel/text/normalise.js';
import type { ContextPassage } from '../../../domain/context-passage.js';
import { holdsExpectedKind } from './expected-kind.js';
import { leansOnPrevious } from './lexicon/sentence-openers.js';
import { type Unit, unitsOf } from './passage-units.js';
import type { Question } from './question.js';
import { TermMatcher } from './term-matcher.js';

/** How much of a term's weight counts when it stands not in the unit itself but around it. */
export const AROUND = { lead: 1, under: 0.95, previous: 0.6, leaning: 0.9, title: 0.6, passage: 0.25 };
/** Weights of terms against a subject's, and what else adds to a unit's score. */
export const W = { frame: 0.3, context: 0.5, kind: 0.15, rank: 0.1, rough: 0.2 };

/** A passage, cut up. */
export interface ReadPassage {
  passage: ContextPassage;
  units: Unit[];
}

export interface RankedUnit {
  source: ReadPassage;
  /** Position in `source.units`. */
  position: number;
  unit: Unit;
  /** Share of the question's subject that the unit, read in its place, is about: 0..1. */
  coverage: number;
  /** The same for each term of the question. */
  terms: number[];
  /** Holds something of the kind asked for. */
  holdsKind: boolean;
  /** What units are ranked by; comparable within one question. */
  score: number;
}

interface Row {
  source: ReadPassage;
  position: number;
  own: number[];
  around: number[];
}

/** All quotable units of the passages, best first; of equal sentences (passages overlap) the first one. */
export function rankUnits(question: Question, passages: readonly ContextPassage[]): RankedUnit[] {
  const sources = passages.map((passage) => ({ passage, units: unitsOf(passage) }));
  const matcher = new TermMatcher(question);
  let rows = readRows(sources, matcher);
  if (matcher.correctSpelling()) rows = readRows(sources, matcher);
  const weights = weigh(question, rows);
  return distinct(rows)
    .map((row) => rate(row, question, weights))
    .sort((a, b) => b.score - a.score);
}

function readRows(sources: ReadPassage[], matcher: TermMatcher): Row[] {
  return sources.flatMap((source) => {
    const { passage, units } = source;
    const own = units.map((unit) => matcher.match(unit.words));
    const title = matcher.match(words(passage.title));
    const heading = matcher.match(words(passage.heading ?? ''));
    const all = best(own);
    return units.map(({ under, lead, words: unitWords }, position) => ({
      source,
      position,
      own: own[position],
      around: best([
        scaled(title, AROUND.title),
        scaled(all, AROUND.passage),
        scaled(heading, AROUND.under),
        ...(under === undefined ? [] : [scaled(own[under], AROUND.under)]),
        ...(lead === undefined ? [] : [scaled(own[lead], AROUND.lead)]),
        ...(position === 0
          ? []
          : [scaled(own[position - 1], leansOnPrevious(unitWords) ? AROUND.leaning : AROUND.previous)]),
      ]),
    }));
  });
}

/** Terms weigh by their rarity among the units: a word that stands everywhere decides nothing. */
function weigh({ terms }: Question, rows: readonly Row[]): number[] {
  return terms.map(({ role }, term) => {
    const holding = rows.reduce((count, { own }) => count + (own[term] > 0 ? 1 : 0), 0);
    const rarity = Math.log(1 + (rows.length + 0.5) / (holding + 0.5));
    if (role === 'frame') return holding > 0 ? W.frame * rarity : 0;
    return role === 'context' ? W.context * rarity : rarity;
  });
}

function rate(
  { source, position, own, around }: Row,
  question: Question,
  weights: readonly number[],
): RankedUnit {
  const terms = best([own, around]);
  const unit = source.units[position];
  const coverage = covered(terms, weights, (term) => question.terms[term].role === 'subject');
  const relevance = covered(terms, weights, () => true);
  const holdsKind = holdsExpectedKind(unit, question);
  const score =
    relevance + (holdsKind ? W.kind : 0) + W.rank * source.passage.score - (unit.rough ? W.rough : 0);
  return { source, position, unit, coverage, terms, holdsKind, score };
}

function covered(
  terms: readonly number[],
  weights: readonly number[],
  counts: (term: number) => boolean,
): number {
  let sum = 0;
  let total = 0;
  for (let term = 0; term < terms.length; term++) {
    if (!counts(term)) continue;
    sum += weights[term] * terms[term];
    total += weights[term];
  }
  return total > 0 ? sum / total : 0;
}

function distinct(rows: Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter(({ source, position }) => {
    const { role, text } = source.units[position];
    if (role === 'heading' || role === 'question' || seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

function best(lists: readonly number[][]): number[] {
  const result = lists[0]?.slice() ?? [];
  for (const list of lists)
    for (let i = 0; i < list.length; i++) if (list[i] > result[i]) result[i] = list[i];
  return result;
}

function scaled(list: readonly number[], factor: number): number[] {
  return list.map((value) => value * factor);
}
