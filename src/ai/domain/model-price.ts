/** US dollars for a million tokens, which is micro-dollars for one. */
export interface ModelPrice {
  input: number;
  output: number;
}

/** Answers by quoting, on this server. */
const FREE = { offline: { input: 0, output: 0 } };
/** What sums of binary fractions may be off by; far less than the millionth of a dollar that is rounded to. */
const TOLERANCE = 1e-6;

/** The model's own price, else that of its provider; undefined when neither is known. */
export function priceOf(
  model: string,
  table: Readonly<Record<string, ModelPrice>>,
): Readonly<ModelPrice> | undefined {
  const known: Readonly<Record<string, ModelPrice>> = { ...FREE, ...table };
  const provider = `${model.split(':')[0]}:*`;
  for (const name of [model, provider]) if (Object.hasOwn(known, name)) return known[name];
  return undefined;
}

/** In whole micro-dollars, rounded up: what is spent is never more than what is counted. */
export function costMicros(
  { input, output }: ModelPrice,
  { promptTokens, completionTokens }: { promptTokens: number; completionTokens: number },
): number {
  return Math.max(0, Math.ceil(promptTokens * input + completionTokens * output - TOLERANCE));
}
