import type { AccessChange } from './access-changes.js';
import type { Caller } from './caller.js';

/** Finds what belongs to the callers whom a change concerns, without looking at anybody else's. */
export class CallerIndex<T> {
  private readonly byName = new Map<string, Set<T>>();

  add(caller: Caller, item: T): void {
    for (const name of namesOf(caller)) {
      const items = this.byName.get(name);
      if (items) items.add(item);
      else this.byName.set(name, new Set([item]));
    }
  }

  remove(caller: Caller, item: T): void {
    for (const name of namesOf(caller)) {
      const items = this.byName.get(name);
      if (items?.delete(item) && items.size === 0) this.byName.delete(name);
    }
  }

  /** A list of its own: items may be removed while one walks it. */
  concernedBy({ kind, id }: AccessChange): T[] {
    return [...(this.byName.get(`${kind}:${id}`) ?? [])];
  }
}

function namesOf({ userId, sessionId, key, visitor }: Caller): string[] {
  if (visitor) return [`bot:${visitor.botId}`];
  const names = [`user:${userId}`];
  if (sessionId !== undefined) names.push(`session:${sessionId}`);
  if (key) names.push(`key:${key.id}`);
  return names;
}
