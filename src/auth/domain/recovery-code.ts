import { createHash, randomBytes } from 'node:crypto';

export const RECOVERY_CODES = 10;

/** Crockford's: without letters that are read as another. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CHARACTERS = 24;
const GROUP = 6;

/** 120 random bits, enough for a plain hash to hide them: `7h2k9m-...`, four groups of six. */
export function newRecoveryCode(): string {
  const letters = Array.from(randomBytes(CHARACTERS), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return letters.match(new RegExp(`.{${GROUP}}`, 'g'))!.join('-');
}

/** However it was typed: capitals, blanks and hyphens do not matter. */
export function hashRecoveryCode(code: string): Buffer {
  return createHash('sha256').update(code.toLowerCase().replace(/[\s-]/g, '')).digest();
}
