import { words } from './normalise.js';
import { stopWordLanguages, stopWords } from './stop-words.js';

/** Enough to tell the language of any text; a longer one is judged by its beginning. */
const SAMPLE_CHARACTERS = 4_000;
/** Of all words in a running text, far more than this share are function words. */
const LEAST_SHARE = 0.04;

type Script = 'latin' | 'cyrillic' | 'arabic' | 'hebrew' | 'devanagari';

/** Scripts that settle the language by themselves. */
const BY_SCRIPT: [RegExp, string][] = [
  [/\p{sc=Hangul}/gu, 'ko'],
  [/\p{sc=Thai}/gu, 'th'],
  [/\p{sc=Lao}/gu, 'lo'],
  [/\p{sc=Khmer}/gu, 'km'],
  [/\p{sc=Myanmar}/gu, 'my'],
  [/\p{sc=Greek}/gu, 'el'],
  [/\p{sc=Armenian}/gu, 'hy'],
  [/\p{sc=Georgian}/gu, 'ka'],
  [/\p{sc=Tamil}/gu, 'ta'],
  [/\p{sc=Bengali}/gu, 'bn'],
];
const HAN = /\p{sc=Han}/gu;
const KANA = /[\p{sc=Hiragana}\p{sc=Katakana}]/gu;
/** Japanese never goes long without Kana; a Chinese text may quote some. */
const LEAST_KANA_SHARE = 0.05;
/** One ideograph or syllable block says as much as two or three letters: "API 接口" is Chinese. */
const LETTERS_PER_IDEOGRAPH = 3;

const BY_VOTE: [RegExp, Script][] = [
  [/\p{sc=Latin}/gu, 'latin'],
  [/\p{sc=Cyrillic}/gu, 'cyrillic'],
  [/\p{sc=Arabic}/gu, 'arabic'],
  [/\p{sc=Hebrew}/gu, 'hebrew'],
  [/\p{sc=Devanagari}/gu, 'devanagari'],
];
const CANDIDATES: Record<Exclude<Script, 'latin'>, string[]> = {
  cyrillic: ['ru', 'uk', 'bg', 'sr'],
  arabic: ['ar', 'fa', 'ur'],
  hebrew: ['he', 'yi'],
  devanagari: ['hi', 'ne', 'mr'],
};
const NOT_LATIN = new Set([
  ...Object.values(CANDIDATES).flat(),
  ...BY_SCRIPT.map(([, language]) => language),
  'zh',
  'ja',
]);

/** Letters that few languages write. They help where a short question has hardly a function word. */
const TELLING_LETTERS: [RegExp, string[]][] = [
  [/ß/u, ['de']],
  [/[ñ¿¡]/u, ['es']],
  [/[ãõ]/u, ['pt']],
  [/[őű]/u, ['hu']],
  [/[țșăţ]/u, ['ro']],
  [/[ğı]/u, ['tr']],
  [/[łśźż]/u, ['pl']],
  [/[řěů]/u, ['cs']],
  [/[øæ]/u, ['da', 'no']],
  [/å/u, ['sv', 'da', 'no']],
  [/[ąęėų]/u, ['lt', 'pl']],
  [/[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/u, ['vi']],
];
const LETTER_VOTE = 0.4;

/** Languages to which a word belongs; a word shared by many says little about each. */
let voters: Map<string, string[]> | undefined;

/**
 * The language of a text as ISO 639-1, `und` when nothing speaks for one: by script where that settles it, otherwise
 * by a vote of its function words, in which a word counts less the more languages share it.
 */
export function detectLanguage(text: string): string {
  const sample = text.slice(0, SAMPLE_CHARACTERS).normalize('NFKC').toLowerCase();
  const [leader] = candidates(sample).sort((a, b) => b.count - a.count);
  if (leader.count === 0) return 'und';
  return leader.language ?? vote(sample, leader.script!);
}

interface Candidate {
  count: number;
  language?: string;
  script?: Script;
}

function candidates(sample: string): Candidate[] {
  const han = countMatches(sample, HAN);
  const kana = countMatches(sample, KANA);
  const japanese = kana > 0 && kana >= LEAST_KANA_SHARE * (kana + han);
  return [
    ...BY_VOTE.map(([pattern, script]) => ({ count: countMatches(sample, pattern), script })),
    { count: (han + kana) * LETTERS_PER_IDEOGRAPH, language: japanese ? 'ja' : 'zh' },
    ...BY_SCRIPT.map(([pattern, language]) => ({
      count: countMatches(sample, pattern) * (language === 'ko' ? LETTERS_PER_IDEOGRAPH : 1),
      language,
    })),
  ];
}

function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function vote(sample: string, script: Script): string {
  const scores = new Map<string, number>();
  const allowed = script === 'latin' ? undefined : CANDIDATES[script];
  const list = words(sample);
  for (const word of list) {
    const languages = (voters ??= makeVoters()).get(word);
    if (!languages) continue;
    const eligible = languages.filter((l) =>
      allowed ? allowed.includes(l) : !NOT_LATIN.has(l) || l === 'sr',
    );
    for (const language of eligible) add(scores, language, 1 / eligible.length);
  }
  for (const [pattern, languages] of TELLING_LETTERS) {
    if (!pattern.test(sample)) continue;
    for (const language of languages) {
      if (!allowed || allowed.includes(language)) add(scores, language, LETTER_VOTE / languages.length);
    }
  }
  const ranked = [...scores].sort((a, b) => b[1] - a[1]);
  const [first, second] = ranked;
  if (!first || first[1] < LEAST_SHARE * list.length) return allowed?.length ? fallback(script) : 'und';
  return second && second[1] >= first[1] ? tie(first, second, script) : first[0];
}

function add(scores: Map<string, number>, language: string, value: number): void {
  scores.set(language, (scores.get(language) ?? 0) + value);
}

/** A script's most written language, where its words did not decide. */
function fallback(script: Script): string {
  return script === 'latin' ? 'und' : CANDIDATES[script][0];
}

function tie(first: [string, number], second: [string, number], script: Script): string {
  if (script !== 'latin') return fallback(script);
  return first[0] === 'en' || second[0] === 'en' ? 'en' : 'und';
}

function makeVoters(): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const language of stopWordLanguages()) {
    for (const word of stopWords(language)) {
      const known = map.get(word);
      if (known) known.push(language);
      else map.set(word, [language]);
    }
  }
  return map;
}

/** PostgreSQL's own configurations, all present since version 14. */
const CONFIGS: Readonly<Record<string, string>> = {
  ar: 'arabic',
  ca: 'catalan',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hi: 'hindi',
  hu: 'hungarian',
  hy: 'armenian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  ne: 'nepali',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
  yi: 'yiddish',
};

/** The text search configuration that stems a language (ISO 639-1), `simple` where PostgreSQL has no stemmer. */
export function textSearchConfig(language: string): string {
  return Object.hasOwn(CONFIGS, language) ? CONFIGS[language] : 'simple';
}
