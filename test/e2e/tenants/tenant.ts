import { randomBytes } from 'node:crypto';

import { newId } from '../../../src/kernel/id.js';
import type { TestUser } from '../../factories/user.factory.js';
import type { Kind } from '../../support/route-table.js';

/** What a tenant owns, by what an id can name. Every list has cursors of its own, so that one is filled in per request. */
export type Ids = Record<Kind, string>;

/** Ids of nothing at all. */
export function randomIds(): Ids {
  const [workspace, bot, document, conversation, message] = Array.from({ length: 5 }, newId);
  const [user, session, invitation, apiKey] = Array.from({ length: 4 }, newId);
  return {
    ...{ workspace, bot, document, conversation, message, user, session, invitation, apiKey },
    publicKey: randomBytes(18).toString('base64url'),
    cursor: '',
  };
}

/** A workspace with one of everything in it, every text of which carries the tenant's own mark. */
export interface Tenant {
  /** Occurs in every text of this tenant and nowhere else. */
  canary: string;
  owner: TestUser;
  ids: Ids;
  /** A question and the document's sentence that answers it. */
  question: string;
  /** Every id of the tenant: none of them belongs into another tenant's answers. */
  secrets: string[];
}

/** A text that nobody else has, made of letters so that the index keeps it as one word. */
export function canaryOf(name: string): string {
  const letters = [...randomBytes(10)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
  return `canary${name}${letters}`;
}
