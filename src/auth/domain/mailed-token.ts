import { createHash, randomBytes } from 'node:crypto';

const SIZE = 32;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits, base64url: the secret in a mailed link. Only its hash is stored. */
export function newMailedToken(): string {
  return randomBytes(SIZE).toString('base64url');
}

export function looksLikeMailedToken(text: unknown): text is string {
  return typeof text === 'string' && SHAPE.test(text);
}

/** So many random bits need no slow hash. */
export function hashMailedToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
