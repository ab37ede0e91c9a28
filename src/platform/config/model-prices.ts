/** US dollars for a million tokens. */
export interface ModelPrice {
  input: number;
  output: number;
}

/** By model id, or by `<provider>:*` for all other models of a provider. */
export type ModelPriceTable = Readonly<Record<string, ModelPrice>>;

const EXAMPLE = `{"openai:gpt-4.1-mini":{"input":0.4,"output":1.6}}`;
const MODEL = /^[a-z][a-z0-9-]{0,30}(:(\*|[\w./:@-]{1,120}))?$/;
const DEAREST = 100_000;

/** Reads `MODEL_PRICES`. Throws an Error that names the entry and what is wrong with it. */
export function parseModelPrices(text: string | undefined): ModelPriceTable {
  if (text === undefined) return {};
  const table = jsonOf(text);
  if (!isRecord(table)) throw new Error(`must be a JSON object such as ${EXAMPLE}`);
  return Object.fromEntries(Object.entries(table).map(([model, price]) => [model, priceOf(model, price)]));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`must be JSON such as ${EXAMPLE}`);
  }
}

function priceOf(model: string, price: unknown): ModelPrice {
  if (!MODEL.test(model)) throw new Error(`"${model.slice(0, 60)}" is neither a model id nor <provider>:*`);
  if (!isRecord(price)) throw new Error(`"${model}" must be an object with input and output`);
  const { input, output, ...rest } = price;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new Error(`"${model}" has "${unknown.slice(0, 60)}", which means nothing`);
  if (!isAmount(input) || !isAmount(output)) {
    throw new Error(`"${model}" needs input and output, in US dollars for a million tokens, 0 to ${DEAREST}`);
  }
  return { input, output };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= DEAREST;
}
