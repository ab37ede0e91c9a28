import { splitSentences } from '../../kernel/text/sentences.js';
import { rulesOf, SIGNAL_RULE } from './prompt.js';

/** Words that must not be said one after the other. */
export interface GuardedRun {
  words: readonly string[];
  /** So many of them in a row are an echo. */
  threshold: number;
  /** So many are let out before it is waited for what follows: they say nothing, and people read on meanwhile. */
  lead: number;
  /** Whoever says it recites: the answer ends there. */
  ends?: boolean;
}

/** Scripts without blanks count by the character. */
const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|[\p{L}\p{N}\p{M}\u00AD\u200B-\u200D\u2060\uFEFF]+/gu;
const UNSEEN = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;

/** Our own rules stand in no document. */
const RULE_RUN = 8;
/** Instructions hold sentences that are meant to be said, such as opening hours; whoever recites them goes on and on. */
const INSTRUCTION_RUN = 15;
const SHARE_OF_SHORT = 0.6;
const SHORTEST_RUN = 5;
const SECRET_RUN = 4;
const LEAD = 3;

/** Sentences that say so themselves, in the languages of the console. */
const SECRET =
  /\b(?:secret|confidential|canary|pass(?:word|phrase|code)|credential|token|api[- ]?key|secreto|secreta|confidencial|contraseña|confidentiel\w*|mot de passe|geheim\w*|vertraulich\w*|passwort|kennwort)/i;
/** These speak of the sentence before them as well. */
const UNTOLD =
  /\b(?:(?:never|not|don['’]t)\s+(?:\w+\s+)?(?:reveal|tell|mention|share|disclose|repeat)|(?:nunca|no)\s+(?:\w+\s+)?(?:reveles?|digas?|menciones?|compartas?)|ne\s+(?:\w+\s+)?(?:révèle|dis|divulgue|mentionne|partage)\w*|verrate?|(?:nie|niemals|nicht)\s+(?:\w+\s+)?(?:verraten|nennen|erwähnen|weitergeben|preisgeben))/i;
/** What is quoted is meant to be said. */
const QUOTED = /"[^"\n]*"|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»/g;
const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}_\-+/=]*[\p{L}\p{N}]/gu;
const ADDRESS = /\S*(?:@|:\/\/|www\.)\S*/g;

/** The words of a text as echoes are looked for. */
export function wordsOf(text: string): string[] {
  return Array.from(text.matchAll(WORD), ([word]) => plainWord(word));
}

/** Letters that look alike to a reader are alike; what nobody sees does not count. */
export function plainWord(word: string): string {
  if (/^[a-zA-Z0-9]*$/.test(word)) return word.toLowerCase();
  return word.replace(UNSEEN, '').normalize('NFKC').toLowerCase();
}

/** What of a system prompt an answer must not repeat: the rules, the instructions, and what these call a secret. */
export function guardedRuns(instructions: string, language?: string): GuardedRun[] {
  const rules = rulesOf({ fallbackMessage: '', language, summary: '-' });
  return [
    ...[...rules, SIGNAL_RULE].map((rule) => run(wordsOf(rule), RULE_RUN)),
    ...instructionRuns(instructions),
    ...secretRuns(instructions),
  ].filter(({ words, threshold }) => words.length >= threshold && threshold > 0);
}

/** A word that an answer has from nowhere but the prompt. */
export function canaryRun(canary: string): GuardedRun {
  return { words: wordsOf(canary), threshold: 1, lead: 0, ends: true };
}

function instructionRuns(instructions: string): GuardedRun[] {
  const parts = instructions.split(QUOTED).map(wordsOf);
  const total = parts.reduce((sum, { length }) => sum + length, 0);
  const share = Math.max(SHORTEST_RUN, Math.ceil(total * SHARE_OF_SHORT));
  return parts.map((words) => run(words, Math.min(INSTRUCTION_RUN, share)));
}

function secretRuns(instructions: string): GuardedRun[] {
  const sentences = splitSentences(instructions).map(({ start, end }) => instructions.slice(start, end));
  const secret = sentences.filter(
    (sentence, i) => SECRET.test(sentence) || UNTOLD.test(sentence) || UNTOLD.test(sentences[i + 1] ?? ''),
  );
  return [
    ...secret.map((sentence) => run(wordsOf(sentence), SECRET_RUN)),
    ...secret.flatMap((sentence) => tokensOf(sentence, isUnusual)),
    ...tokensOf(instructions, isKey),
  ];
}

function tokensOf(text: string, wanted: (token: string) => boolean): GuardedRun[] {
  const tokens = Array.from(text.replace(ADDRESS, ' ').matchAll(TOKEN), ([token]) => token);
  return tokens.filter(wanted).map((token) => {
    const words = wordsOf(token);
    return { words, threshold: words.length, lead: 0 };
  });
}

/** A codename, a number, a key: no word of a language. */
function isUnusual(token: string): boolean {
  return (
    (token.length >= 4 && /\p{L}/u.test(token) && /\p{N}/u.test(token)) ||
    token.includes('_') ||
    /^\p{Lu}[\p{Lu}-]{4,}$/u.test(token)
  );
}

/** As long and mixed as only keys are. */
function isKey(token: string): boolean {
  return token.length >= 12 && /\p{L}/u.test(token) && (token.match(/\p{N}/gu)?.length ?? 0) >= 3;
}

function run(words: string[], threshold: number): GuardedRun {
  return { words, threshold, lead: Math.min(LEAD, threshold - 1) };
}
