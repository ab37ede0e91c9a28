import { DomainError } from './domain-error.js';
import { isId } from './id.js';

/** One page of a keyset-paged list. `nextCursor` is null on the last page. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** `limit` 1..100; `after` is the id of the last item of the page before, already decoded. */
export interface PageRequest {
  limit: number;
  after?: string;
}

/**
 * A cursor is the id of the last item seen, bound to the list it came from, so that it cannot be replayed on
 * another list or filter. It holds no secret: rows are always scoped by the query itself.
 */
export function encodeCursor(list: string, id: string): string {
  return Buffer.from(`${list}:${id}`).toString('base64url');
}

/** Throws `cursor.invalid` (malformed) for anything that `encodeCursor(list, ...)` did not make. */
export function decodeCursor(list: string, cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  const id = text.slice(list.length + 1);
  if (!text.startsWith(`${list}:`) || !isId(id) || encodeCursor(list, id) !== cursor) {
    throw new DomainError('cursor.invalid', 'malformed');
  }
  return id;
}

/** Makes a page of `limit` items out of up to `limit + 1` rows. */
export function toPage<T extends { id: string }>(list: string, rows: T[], limit: number): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(list, last.id) : null };
}
