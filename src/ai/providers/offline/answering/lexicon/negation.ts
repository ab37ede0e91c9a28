const EDGE = '[\\p{L}\\p{N}\\p{M}]';
const NEGATIVES =
  'not|never|no|none|nor|cannot|without|rarely|except|unable|unlikely|nunca|jamás|sin|ning[uú]n[oa]?|pas|jamais|sans|aucune?|' +
  'nicht|keine?[rnms]?|nie|niemals|ohne|non|mai|senza|nessun[oa]?|não|sem|nenhuma?|niet|geen|nooit|zonder';
const CONDITIONS =
  'if|happens?|happened|why|how|i|my|me|we|our|you|your|si|pasa|por qué|cómo|puedo|arrive|pourquoi|comment|je|mon|ma|mes|' +
  'wenn|passiert|warum|wieso|wie|ich|mein|meine|meinen|wir|se|succede|perché|come|posso|acontece|por que|como|als|gebeurt|waarom|hoe|ik|mijn';

const NEGATIVE = new RegExp(`(?<!${EDGE})(?:${NEGATIVES})(?!${EDGE})|n['’]t(?!${EDGE})`, 'iu');
const CONDITIONAL = new RegExp(`(?<!${EDGE})(?:${CONDITIONS})(?!${EDGE})`, 'iu');

/** True for "which of these is not ...": the thing asked for is what a plain statement leaves out. */
export function asksForTheOpposite(question: string): boolean {
  return NEGATIVE.test(question) && !CONDITIONAL.test(question);
}

/** True when something is denied in the sentence. */
export function isNegative(sentence: string): boolean {
  return NEGATIVE.test(sentence);
}
