/** What kind of thing a question asks for, as far as its words tell. */
export type AnswerKind = 'person' | 'time' | 'place' | 'quantity' | 'manner' | 'other';

/**
 * Question phrases by kind in English, Spanish, French, German, Italian, Portuguese, Dutch and Russian. The first kind that
 * matches counts, so the more telling phrases come first.
 */
const PHRASES: readonly (readonly [AnswerKind, readonly string[]])[] = [
  [
    'quantity',
    [
      'how (?:many|much|long|old|far|often|tall|high|big|large|fast|deep|wide|heavy)',
      '(?:what|which) (?:percentage|percent|number|amount|price|age)',
      'cu[aá]nt[oa]s?(?: tiempo)?|qu[eé] (?:porcentaje|n[uú]mero|cantidad|precio|edad)',
      'combien(?: de temps)?|quel(?:le)? (?:pourcentage|nombre|prix|âge|quantité)',
      'wie ?(?:viele?|lange?|oft|alt|hoch|groß|weit|teuer|schwer|schnell)',
      'quant[oaie]s?(?: tempo)?',
      'hoe ?(?:veel|lang|vaak|oud|ver|groot|hoog|duur|snel)',
      'сколько',
    ],
  ],
  [
    'time',
    [
      'when|(?:what|which) (?:year|date|day|month|decade|century|time)',
      'cu[aá]ndo|(?:qu[eé]|cu[aá]l) (?:año|fecha|d[ií]a|siglo|mes|hora)',
      'quand|quelle? (?:année|date|heure|jour|siècle|mois)',
      'wann|welche[smnr]? (?:jahr|datum|tag|jahrhundert|monat)|um wie ?viel uhr',
      'quando|(?:che|quale|qual|que) (?:anno|data|giorno|ora|secolo|mese|ano|dia|século|mês|horas?)',
      'wanneer|welke? (?:jaar|datum|dag|eeuw|maand)|hoe laat',
      'когда|в каком году',
    ],
  ],
  [
    'place',
    [
      'where|(?:what|which) (?:country|countries|city|cities|town|place|region|state|continent|location)',
      '(?:a|de)?d[oó]nde|(?:qu[eé]|cu[aá]l) (?:pa[ií]s|ciudad|lugar|regi[oó]n)',
      'où|quel(?:le)? (?:pays|ville|région|endroit|lieu)',
      'wo|woher|wohin|welche[smnr]? (?:land|stadt|ort|region)',
      'dove|onde|(?:che|quale|qual|que) (?:paese|città|luogo|país|cidade|lugar)',
      'waar|welke? (?:land|stad|plaats)',
      'где|куда|откуда',
    ],
  ],
  [
    'person',
    [
      'who|whose|whom',
      'qui[eé]n(?:es)?',
      'qui',
      'wer|wem|wen|wessen',
      'chi',
      'quem',
      'wie (?:is|heeft|was|waren|zijn)|van wie',
      'кто|кого|кому',
    ],
  ],
  [
    'manner',
    ['how (?:do|does|can|could|should|to|would)', '^[^\\p{L}]*(?:c[oó]mo|comment|wie|come|hoe|как)'],
  ],
];

/** Scripts without blanks, and Korean, whose words carry particles: these stand anywhere in a word. */
const WITHIN_WORDS: readonly (readonly [AnswerKind, string])[] = [
  ['time', '什么时候|何时|哪年|几点|哪天|いつ|何時|何年|何曜|언제|몇 ?시|몇 ?년'],
  ['quantity', '多少|几|多久|多长|多大|いくら|いくつ|何[日円個人回本枚歳]|どのくらい|どれくらい|얼마|몇'],
  ['place', '哪里|哪儿|在哪|何处|どこ|어디'],
  ['person', '谁|誰|だれ|누구|누가'],
];

const EDGE = '[\\p{L}\\p{N}\\p{M}]';
const PATTERNS = [
  ...PHRASES.map(
    ([kind, phrases]) => [kind, new RegExp(`(?<!${EDGE})(?:${phrases.join('|')})(?!${EDGE})`, 'u')] as const,
  ),
  ...WITHIN_WORDS.map(([kind, phrases]) => [kind, new RegExp(phrases, 'u')] as const),
];

export interface QuestionPhrase {
  kind: AnswerKind;
  /** The words that ask, such as "how long"; empty for `other`. */
  phrase: string;
}

export function questionPhrase(question: string): QuestionPhrase {
  const text = question.toLowerCase().replace(/\s+/gu, ' ');
  for (const [kind, pattern] of PATTERNS) {
    const match = pattern.exec(text);
    if (match) return { kind, phrase: match[0] };
  }
  return { kind: 'other', phrase: '' };
}
