import { createHash, randomBytes } from 'node:crypto';

/** Lets a program act in one workspace in the name of the member who made it. */
export interface ApiKey {
  id: string;
  workspaceId: string;
  /** The maker: the key can never do more than this person may at the moment. */
  createdBy: string;
  name: string;
  /** The beginning of the secret, to tell keys apart by. */
  prefix: string;
  /** Permissions that the key has at most. */
  scopes: string[];
  /** The only bots there are for the key; null for no such limit. */
  botIds: string[] | null;
  expiresAt: Date | null;
  /** To the minute. */
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
  createdAt: Date;
}

/** Most keys of one workspace, expired ones included. */
export const MOST_API_KEYS = 100;

const MARK = 'kyro_sk_';
const SHOWN = MARK.length + 6;
const SHAPE = /^kyro_sk_[A-Za-z0-9_-]{43}$/;

/** 256 random bits, base64url, behind a mark that secret scanners can look for. Only its hash is stored. */
export function newApiKeySecret(): string {
  return MARK + randomBytes(32).toString('base64url');
}

/** What of a secret may be shown again. */
export function visiblePrefix(secret: string): string {
  return secret.slice(0, SHOWN);
}

/** Whether credentials claim to be an API key, well formed or not. */
export function posesAsApiKey(credentials: string): boolean {
  return credentials.startsWith(MARK);
}

/** Undefined for what cannot be a key. So many random bits need no slow hash. */
export function hashApiKey(secret: string): Buffer | undefined {
  return SHAPE.test(secret) ? createHash('sha256').update(secret).digest() : undefined;
}
