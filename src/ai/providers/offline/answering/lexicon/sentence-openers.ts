/**
 * First words that lean on the sentence before. English, Spanish, French, German, Italian, Portuguese, Dutch.
 */
const LEANING = new Set(
  (
    'it its they them their he she his her this that these those such both however therefore thus instead otherwise ' +
    'moreover furthermore additionally also then so but and ' +
    'este esta esto estos estas ese esa eso ellos ellas él ella su sus además también sin por pero entonces ' +
    'il elle ils elles ce cet cette ces cela celui celle ceci leur leurs son sa ses cependant donc ainsi aussi mais ' +
    'er sie es dieser diese dieses diesen dies das deren dessen ihr ihre sein seine jedoch daher deshalb außerdem auch aber dann ' +
    'esso essa essi questo questa questi queste ciò loro suo sua tuttavia quindi inoltre anche ma ' +
    'ele ela eles elas isso isto aquele aquela seu porém portanto além também mas ' +
    'hij zij ze het dit dat deze hun zijn haar echter daarom bovendien ook maar dan'
  ).split(' '),
);

/** True when the sentence with these words leans on the one before it. */
export function leansOnPrevious(words: readonly string[]): boolean {
  return LEANING.has(words[0] ?? '');
}

/** Pronouns that, in a question, stand for what was spoken of before. */
const PRONOUNS = new Set(
  (
    'it its they them their he him his she her that this those these there ' +
    'eso esto ese esa él ella ellos ellas lo allí ça cela celui celle ils elles y ' +
    'es sie er das dies dieser diese ihm ihn dort dafür davon damit questo quello esso essa ne lì ' +
    'isso isto ele ela eles elas lá dat dit hij zij het daar'
  ).split(' '),
);

export function refersBack(word: string): boolean {
  return PRONOUNS.has(word);
}
