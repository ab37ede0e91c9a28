import { words } from '../../../../kernel/text/normalise.js';
import { splitSentences } from '../../../../kernel/text/sentences.js';
import type { ContextPassage } from '../../../domain/context-passage.js';
import { fragmentsOf } from './long-sentence.js';
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
  /** Reads badly as a quote: begins in mid-sentence, because the passage does, or is code. */
  rough: boolean;
}

interface Piece {
  text: string;
  role: Unit['role'];
  cut: boolean;
}

const BULLET = /^(?:[-*+•‣◦▪●–—]|\d{1,3}[.)]|[a-zA-Z]\))\s+/u;
const MARKS = /^(?:#{1,6}\s+|>\s*)+/u;
const SPEAKER =
  /^(?:\*\*)?(?:Q|A|F|P|R|Question|Answer|Frage|Antwort|Pregunta|Respuesta|Réponse)\s?[:.)](?:\*\*)?\s+/u;
const UNEVEN_SPACE = /[^\S ]|  /u;
const QUESTION_END = /[?？؟]['"”’»)*]*$/u;
const STARTS_LOWER = /^\p{Ll}/u;
const CODE_SIGNS = /[{}<>[\]()=;:_"`\\/|#$]/gu;
const MOST_CODE_SIGNS = 0.1;
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
    const rough = cut || (role === 'sentence' && isCode(text));
    const unit: Unit = { text, words: own, role: isHeading ? 'heading' : role, under, rough };
    if (unit.role === 'item') unit.lead = lead;
    if (unit.role === 'heading' || unit.role === 'question') under = units.length;
    if (unit.role !== 'item') lead = /[:：]$/u.test(text) ? units.length : undefined;
    units.push(unit);
  }
  return units;
}

function piecesOf(content: string): Piece[] {
  const lines = content.split('\n');
  const tables = tablesIn(lines);
  if (tables.length === 0) return sentencesOf(content, true);
  const pieces: Piece[] = [];
  let line = 0;
  for (const table of tables) {
    pieces.push(...sentencesOf(lines.slice(line, table.from).join('\n'), line === 0));
    pieces.push(...table.rows.map((text): Piece => ({ text, role: 'row', cut: false })));
    line = table.to;
  }
  pieces.push(...sentencesOf(lines.slice(line).join('\n'), line === 0));
  return pieces;
}

function sentencesOf(text: string, startsPassage: boolean): Piece[] {
  return splitSentences(text).flatMap(({ start, end }, i) => {
    const raw = text.slice(start, end);
    const opensLine = start === 0 || /\n\s*$/u.test(text.slice(Math.max(0, start - 8), start));
    const pieces = fragmentsOf(raw).map((fragment) => pieceOf(fragment, opensLine));
    const [first] = pieces;
    if (opensLine && first.role === 'sentence' && standsAsTitle(text, end, first.text))
      first.role = 'heading';
    first.cut = startsPassage && i === 0 && first.role === 'sentence' && STARTS_LOWER.test(first.text);
    return pieces;
  });
}

function pieceOf(raw: string, opensLine: boolean): Piece {
  const unmarked = raw.replace(MARKS, '');
  const item = opensLine && BULLET.test(unmarked);
  const spoken = (item ? unmarked.replace(BULLET, '') : unmarked).replace(SPEAKER, '');
  const text = UNEVEN_SPACE.test(spoken) ? spoken.replace(/\s+/gu, ' ').trim() : spoken;
  if (raw.startsWith('#')) return { text, role: 'heading', cut: false };
  if (QUESTION_END.test(text)) return { text, role: 'question', cut: false };
  return { text, role: item ? 'item' : 'sentence', cut: false };
}

/** A short line without a full stop or a number, with a blank line below it. */
function standsAsTitle(text: string, end: number, quoted: string): boolean {
  if (!isTitleLike(quoted) || /\p{N}/u.test(quoted)) return false;
  return /^[^\S\n]*\n\s*\n/u.test(text.slice(end, end + 20));
}

function isCode(text: string): boolean {
  return (text.match(CODE_SIGNS)?.length ?? 0) > text.length * MOST_CODE_SIGNS;
}

function isTitleLike(text: string): boolean {
  return text.length <= TITLE_MAX_CHARS && !/[.!?:;,…。！？：]["'”»)]*$/u.test(text);
}
