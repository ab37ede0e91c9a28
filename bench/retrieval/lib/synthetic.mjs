/** Passages of invented words whose frequencies fall as in natural language (Zipf), with English function words. */
const FUNCTION_WORDS =
  'the of and to in a is that for it as was with be by on not he his but at are this have from'.split(' ');
const SYLLABLES =
  'ba be bo ca ce co da de di do fa fe fi ga go ha he ka la le li lo ma me mi mo na ne no pa pe po ra re ri ro sa se so ta te ti to va vi vo'.split(
    ' ',
  );
const WORDS_PER_PASSAGE = 170;

export function makeCorpus(passages, seed = 1) {
  const random = generator(seed);
  const vocabulary = makeVocabulary(Math.max(20_000, Math.round(passages * 1.5)), random);
  // Inverse of a Zipf-like distribution over the ranks.
  const pick = (bias) => vocabulary[Math.floor(vocabulary.length ** (bias + (1 - bias) * random())) - 1];
  const used = new Set();
  const word = () =>
    random() < 0.4 ? FUNCTION_WORDS[Math.floor(random() * FUNCTION_WORDS.length)] : pick(0);
  const known = (bias) => {
    for (;;) {
      const word = pick(bias);
      if (used.has(word)) return word;
    }
  };
  return {
    chunk(ordinal) {
      const list = Array.from({ length: WORDS_PER_PASSAGE }, word);
      const content = list.join(' ');
      for (const word of list) used.add(word);
      return {
        ordinal,
        content,
        page: 1 + Math.floor(ordinal / 3),
        heading: [pick(0.3), pick(0.3)],
        charStart: ordinal * 1000,
        charEnd: ordinal * 1000 + content.length,
        language: 'en',
        lexical: content,
        words: list.length,
      };
    },
    /** Commoner and rarer words of the passages, as people ask: what is the ... of the ... */
    question: () =>
      `what is the ${known(0.1)} ${known(0.3)} of the ${known(0.4)} and how does ${known(0.5)} ${known(0.2)} with ${known(0.6)} for ${known(0.3)}`,
  };
}

function makeVocabulary(size, random) {
  const words = new Set();
  while (words.size < size) {
    const syllables = 2 + Math.floor(random() * 3);
    let word = '';
    for (let i = 0; i < syllables; i++) word += SYLLABLES[Math.floor(random() * SYLLABLES.length)];
    words.add(`${word}${'nrsltmkd'[Math.floor(random() * 8)]}`);
  }
  return [...words];
}

/** Park and Miller's generator: the same passages in every run. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
