import { isCommon } from './common-passwords.js';

/** In characters (code points) of the normalised password. */
export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 256;

/** Words of ours and shorter ones say nothing about a password. */
const PRODUCT_WORDS = ['kyrochat'];
const WORD_MIN = 4;

/** The same password typed on two keyboards may arrive as different code points; hash one form of it. */
export function normalisePassword(text: string): string {
  return text.normalize('NFKC');
}

/** Characters as a person counts them on a keyboard: an emoji outside the basic plane is one, not two. */
export function passwordLength(text: string): number {
  return [...normalisePassword(text)].length;
}

/** Whose password it is to be. */
export interface PasswordOwner {
  email: string;
  name: string;
}

/**
 * Whether a guesser would try the password early: it is one of the most common, or it is made of the owner's address
 * or name or the product's name with less than a password's length around them. No rule asks for kinds of characters.
 */
export function isGuessable(password: string, owner: PasswordOwner): boolean {
  const folded = normalisePassword(password).toLowerCase().trim();
  if (isCommon(folded)) return true;
  const rest = contextWords(owner).reduce((text, word) => text.replaceAll(word, ''), folded);
  return rest !== folded && [...rest].length < PASSWORD_MIN;
}

/** Longest first, so that a part of a word does not spoil the whole. */
function contextWords({ email, name }: PasswordOwner): string[] {
  const local = email.slice(0, email.lastIndexOf('@'));
  const texts = [email, local, name].map((text) => normalisePassword(text).toLowerCase());
  const parts = texts.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]);
  return [...new Set([...parts, ...PRODUCT_WORDS])]
    .filter((word) => word.length >= WORD_MIN)
    .sort((a, b) => b.length - a.length);
}
