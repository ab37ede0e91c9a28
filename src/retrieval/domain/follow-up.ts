/** Up to here a question says too little to stand alone. */
const FEW_WORDS = 2;
/** Up to here one that points back ("does that work with ...") is taken to need its context. */
const SOME_WORDS = 6;

/** Words that point at something said before. */
const POINTING: Readonly<Record<string, ReadonlySet<string>>> = {
  en: set(
    'it its that this those these they them their he she him his her one ones there same other else also',
  ),
  es: set(
    'eso esto esos estos esas estas ese esa este esta ello lo los las él ella ellos ellas mismo otro otra también',
  ),
  fr: set('cela ça ce ceci celui celle ceux celles il elle ils elles le les leur y en même autre aussi'),
  de: set(
    'das dies diese dieser dieses diesen es sie er ihm ihn ihr ihnen davon dazu damit dafür darauf dabei dort auch andere',
  ),
  it: set(
    'questo questa questi queste quello quella quelli quelle esso essa lo la li le ne ci stesso altro altra anche',
  ),
  pt: set('isso isto esse essa esses essas este esta ele ela eles elas o a mesmo outro outra também'),
  nl: set('dat dit die deze het hij zij ze hem haar daar daarvan daarmee zelfde andere ook'),
};
/** With these a question goes on where the last one ended. */
const OPENING: Readonly<Record<string, ReadonlySet<string>>> = {
  en: set('and but or so then why'),
  es: set('y e pero o entonces'),
  fr: set('et mais ou alors pourquoi'),
  de: set('und aber oder dann warum wieso'),
  it: set('e ed ma o allora'),
  pt: set('e mas ou então'),
  nl: set('en maar of dan waarom'),
};

/**
 * Whether a question needs what was said before to be found. Mistakes are cheap either way: words of earlier turns
 * come in with a low weight.
 */
export function leansOnConversation(
  words: readonly string[],
  contentWords: number,
  language: string,
): boolean {
  if (contentWords <= FEW_WORDS) return true;
  if (contentWords > SOME_WORDS) return false;
  const pointing = POINTING[language];
  return (
    OPENING[language]?.has(words[0]) || (pointing !== undefined && words.some((word) => pointing.has(word)))
  );
}

function set(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
