import { DomainError } from '../../kernel/domain-error.js';

/** A place between two messages and the direction in which to read on. */
export interface MessageCursor {
  direction: 'after' | 'before';
  seq: number;
}

const FORM = /^messages:([0-9a-f-]{36}):(after|before):(\d{1,9})$/;

/** Opaque to clients; bound to its conversation. */
export function encodeMessageCursor(conversationId: string, { direction, seq }: MessageCursor): string {
  return Buffer.from(`messages:${conversationId}:${direction}:${seq}`).toString('base64url');
}

/** Throws `cursor.invalid` (malformed) for anything that was not made for this conversation. */
export function decodeMessageCursor(conversationId: string, cursor: string): MessageCursor {
  const match = FORM.exec(Buffer.from(cursor, 'base64url').toString());
  const decoded = match && { direction: match[2] as MessageCursor['direction'], seq: Number(match[3]) };
  if (!decoded || encodeMessageCursor(conversationId, decoded) !== cursor) {
    throw new DomainError('cursor.invalid', 'malformed');
  }
  return decoded;
}

/** From the beginning forwards. */
export const OLDEST_MESSAGES: MessageCursor = { direction: 'after', seq: 0 };
/** From the end backwards. */
export const NEWEST_MESSAGES: MessageCursor = { direction: 'before', seq: 2_147_483_647 };
