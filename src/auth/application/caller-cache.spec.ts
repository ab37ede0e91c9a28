import { newId } from '../../kernel/id.js';
import type { Database } from '../../platform/database/index.js';
import { AccessChanges, Caller } from '../../platform/http/access/index.js';
import { CallerCache } from './caller-cache.js';

function setUp() {
  const changes = new AccessChanges({ afterCommit: (hook: () => void) => hook() } as unknown as Database);
  const cache = new CallerCache(changes);
  const reads: string[] = [];
  const people = new Map<string, Caller>();
  const add = (name: string, userId = newId(), sessionId = newId()) => {
    const caller = new Caller(userId, sessionId, [], false);
    people.set(name, caller);
    return { userId, sessionId };
  };
  const get = (name: string) =>
    cache.get(name, async () => {
      reads.push(name);
      const caller = people.get(name);
      await new Promise(setImmediate);
      return caller && { caller };
    });
  return { changes, reads, people, add, get };
}

describe('remembered callers', () => {
  it('are looked up once, however many ask', async () => {
    const { reads, add, get } = setUp();
    const { userId } = add('a');
    const callers = await Promise.all(Array.from({ length: 50 }, () => get('a')));
    expect(callers.map((caller) => caller?.userId)).toEqual(Array(50).fill(userId));
    await get('a');
    expect(reads).toEqual(['a']);
  });

  it('are forgotten when they change, and nobody else is', async () => {
    const { changes, reads, add, get } = setUp();
    const { userId } = add('a1');
    add('a2', userId);
    const { sessionId } = add('b');
    add('c');
    const all = async () => {
      reads.length = 0;
      for (const name of ['a1', 'a2', 'b', 'c']) await get(name);
      return [...reads];
    };
    await all();
    expect(await all()).toEqual([]);
    changes.userChanged(userId);
    expect(await all()).toEqual(['a1', 'a2']);
    changes.sessionEnded(sessionId);
    expect(await all()).toEqual(['b']);
    changes.keyChanged(newId());
    expect(await all()).toEqual([]);
  });

  it('do not last when they changed while they were being looked up, nor are they shared any more', async () => {
    const { changes, people, add, get } = setUp();
    const { userId } = add('a');
    const early = get('a');
    people.delete('a');
    changes.userChanged(userId);
    const late = get('a');
    expect((await early)?.userId).toBe(userId);
    expect(await late).toBeUndefined();
    expect(await get('a')).toBeUndefined();
  });

  it('are looked up again after a fault', async () => {
    const { add, get } = setUp();
    const cache = new CallerCache(new AccessChanges({} as Database));
    await expect(cache.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    await expect(cache.get('a', () => Promise.resolve(undefined))).resolves.toBeUndefined();
    const { userId } = add('a');
    const found = await cache.get('a', async () => ({ caller: (await get('a'))! }));
    expect(found?.userId).toBe(userId);
  });
});
