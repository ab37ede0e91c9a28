import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const SIZE = 32;
const NONCE = 12;
const TAG = 16;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** Seconds in which an exchanged token still answers, with the very token it was exchanged for. */
export const REFRESH_OVERLAP_SECONDS = 10;

/** 256 random bits, base64url. Only its hash is stored. */
export function newRefreshToken(): string {
  return randomBytes(SIZE).toString('base64url');
}

export function looksLikeRefreshToken(text: unknown): text is string {
  return typeof text === 'string' && SHAPE.test(text);
}

export function hashRefreshToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * Encrypts the successor under a key that only the holder of `token` has. Two tabs that refresh at the same moment,
 * or a client whose answer was lost, thereby get the same successor, and one chain stays alive, though nothing in
 * the database can be used as a token.
 */
export function sealSuccessor(token: string, successor: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', sealKey(token), nonce);
  const sealed = Buffer.concat([cipher.update(Buffer.from(successor, 'base64url')), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Throws when `sealed` was not made with `token`. */
export function openSuccessor(token: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', sealKey(token), sealed.subarray(0, NONCE));
  decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString(
    'base64url',
  );
}

function sealKey(token: string): Buffer {
  return Buffer.from(hkdfSync('sha256', token, '', 'kyrochat refresh successor', SIZE));
}
