/** Tokens by which chat templates separate turns, such as `<|im_start|>`: servers may take them for their own. */
const TEMPLATE_TOKEN = /<\|(?=[\w ]{1,40}\|>)/g;
/** Of older templates: `[INST]`, `<<SYS>>`, `<start_of_turn>`. */
const TEMPLATE_TAG = /<(?=\/?(?:start_of_turn|end_of_turn|s>))|<<(?=\/?SYS>>)|\[(?=\/?INST\])/g;
/** Characters that nobody sees and models read: Unicode tags, and controls that turn the direction of text. */
const INVISIBLE = /[\u{E0000}-\u{E007F}\u202A-\u202E\u2066-\u2069]/gu;

/** Text of strangers for the prompt: reads the same, and is no more than text to the server of a model. */
export function inert(text: string): string {
  return text.replace(INVISIBLE, '').replace(TEMPLATE_TOKEN, '‹|').replace(TEMPLATE_TAG, '‹');
}
