import { leansOnPrevious } from './lexicon/sentence-openers.js';
import type { RankedUnit, ReadPassage } from './rank-units.js';

/** Units of one passage that are quoted together, in the order of the document. */
export interface Quote {
  source: ReadPassage;
  positions: number[];
}

/** A further sentence is quoted when it scores at least this share of the best. */
export const SELECT = { second: 0.85 };
/** A sentence with more than this share of the best one's words adds nothing. */
const REPEATED = 0.8;
const MAX_UNITS = 3;
const MAX_ITEMS = 8;

/**
 * Chooses what to quote: the best unit with what it needs to be understood, and a second one if it is about as good.
 * A sentence that leans on the one before ("It ...") brings that along, a list item its lead-in line, a lead-in line
 * its items.
 */
export function selectQuotes(ranked: readonly RankedUnit[]): Quote[] {
  const quotes: Quote[] = [];
  let count = 0;
  for (const candidate of ranked.slice(0, 2)) {
    if (count > 0 && (!isAboutAsGood(candidate, ranked[0]) || saysTheSame(candidate, ranked[0]))) break;
    const needed = withContext(candidate);
    const quote = quotes.find(({ source }) => source === candidate.source);
    const added = needed.filter((position) => !quote?.positions.includes(position));
    if (count > 0 && count + added.length > MAX_UNITS) break;
    if (quote) quote.positions = [...quote.positions, ...added].sort((a, b) => a - b);
    else quotes.push({ source: candidate.source, positions: needed });
    count += added.length;
  }
  return quotes;
}

function isAboutAsGood(candidate: RankedUnit, best: RankedUnit): boolean {
  return candidate.score >= SELECT.second * best.score && candidate.coverage >= SELECT.second * best.coverage;
}

function saysTheSame({ unit }: RankedUnit, best: RankedUnit): boolean {
  const known = new Set(best.unit.words);
  const repeated = unit.words.filter((word) => known.has(word)).length;
  return repeated > REPEATED * unit.words.length;
}

function withContext({ source, position, unit }: RankedUnit): number[] {
  const { units } = source;
  if (unit.role === 'item' && unit.lead !== undefined) return [unit.lead, position];
  const items = units.flatMap(({ lead }, i) => (lead === position ? [i] : [])).slice(0, MAX_ITEMS);
  if (items.length > 0) return [position, ...items];
  const previous = units[position - 1];
  const leans =
    unit.role === 'sentence' &&
    previous?.role === 'sentence' &&
    !previous.rough &&
    leansOnPrevious(unit.words);
  return leans ? [position - 1, position] : [position];
}
