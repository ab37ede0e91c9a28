import { words } from '../../../../kernel/text/normalise.js';
import { splitSentences } from '../../../../kernel/text/sentences.js';
import type { ContextPassage } from '../../../domain/context-passage.js';
import { tablesIn } from './table-rows.js';

/** The smallest quotable piece of a passage. */
export interface Unit {
  /** As it will be quoted: white space cleaned, without bullet, a table row as "header: value" pairs. */
  text: string;
  words: string[];
  /** Headings and questions are not quoted: they say what the units under them are about. */
  role: 'sentence' | 'item' | 'row' | 'heading' | 'question';
  /** The heading or question above, and the line that a list item completes: positions within the passage. */
  under?: number;
  lead?: number;
  /** Begins in mid-sentence, because the passage does. */
  cut: boolean;
}

type Piece = Pick<Unit, 'text' | 'role'> & { cut: boolean };

const BULLET = /^(?:[-*+•‣◦▪●–—]|\d{1,3}[.)]|[a-zA-Z][.)])\s+/u;
const MARKS = /^(?:#{1,6}\s+|>\s*)+/u;
const SPEAKER =
  /^(?:\*\*)?(?:Q|A|F|P|R|Question|Answer|Frage|Antwort|Pregunta|Respuesta|Réponse)\s?[:.)](?:\*\*)?\s+/u;
const TITLE_MAX_CHARS = 80;

/** Cuts a passage into its units, in order. */
export function unitsOf(passage: ContextPassage): Unit[] {
  const headings = words([passage.title, passage.heading ?? ''].join(' ')).join(' ');
  const units: Unit[] = [];
  let under: number | undefined;
  let lead: number | undefined;
  for (const { text, role, cut } of piecesOf(passage.content)) {
    const own = words(text);
    if (own.length === 0) continue;
    const isHeading = role === 'heading' || (isTitleLike(text) && headings.includes(own.join(' ')));
    const unit: Unit = { text, words: own, role: isHeading ? 'heading' : role, under, cut };
    if (unit.role === 'item') unit.lead = lead;
    if (unit.role === 'heading' || unit.role === 'question') under = units.length;
    if (unit.role !== 'item') lead = /[:：]$/u.test(text) ? units.length : undefined;
    units.push(unit);
  }
  return units;
}

function piecesOf(content: string): Piece[] {
  const lines = content.split('\n');
  const pieces: Piece[] = [];
  let line = 0;
  for (const table of tablesIn(lines)) {
    pieces.push(...sentencesOf(lines.slice(line, table.from).join('\n'), line === 0));
    pieces.push(...table.rows.map((text): Piece => ({ text, role: 'row', cut: false })));
    line = table.to;
  }
  pieces.push(...sentencesOf(lines.slice(line).join('\n'), line === 0));
  return pieces;
}

function sentencesOf(text: string, startsPassage: boolean): Piece[] {
  return splitSentences(text).map(({ start, end }, i) => {
    const raw = text.slice(start, end);
    const unmarked = raw.replace(MARKS, '');
    const item = BULLET.test(unmarked);
    const quoted = unmarked.replace(BULLET, '').replace(SPEAKER, '').replace(/\s+/gu, ' ').trim();
    const stands =
      /^[^\S\n]*\n\s*\n/u.test(text.slice(end, end + 80)) && (start === 0 || text[start - 1] === '\n');
    const isHeading = /^#/u.test(raw) || (stands && isTitleLike(quoted) && !item && !/\p{N}/u.test(quoted));
    const role = isHeading
      ? 'heading'
      : /[?？]["'”»)]*$/u.test(quoted)
        ? 'question'
        : item
          ? 'item'
          : 'sentence';
    return { text: quoted, role, cut: startsPassage && i === 0 && !item && /^\p{Ll}/u.test(quoted) };
  });
}

function isTitleLike(text: string): boolean {
  return text.length <= TITLE_MAX_CHARS && !/[.!?:;,…。！？：]["'”»)]*$/u.test(text);
}
