import { AsyncLocalStorage } from 'node:async_hooks';

import { Gathered } from './gathered.js';

describe('look-ups that are gathered', () => {
  function setUp(most?: number) {
    const looks: string[][] = [];
    const gathered = new Gathered<string, number>(async (keys) => {
      looks.push(keys);
      await new Promise(setImmediate);
      if (keys.includes('broken')) throw new Error('away');
      return new Map(keys.filter((key) => key !== 'unknown').map((key) => [key, key.length]));
    }, most);
    return { gathered, looks };
  }

  it('are one for all who ask in the same turn, and each gets their own', async () => {
    const { gathered, looks } = setUp();
    const asked = ['a', 'bb', 'unknown', 'a'].map((key) => gathered.get(key));
    expect(await Promise.all(asked)).toEqual([1, 2, undefined, 1]);
    expect(looks).toEqual([['a', 'bb', 'unknown']]);
    expect(await gathered.get('a')).toBe(1);
    expect(looks).toHaveLength(2);
  });

  it('are cut to size, and one that fails is not the end of the others', async () => {
    const { gathered, looks } = setUp(2);
    const asked = ['broken', 'a', 'b', 'c'].map((key) => gathered.get(key));
    const settled = await Promise.allSettled(asked);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
    expect(looks).toEqual([
      ['broken', 'a'],
      ['b', 'c'],
    ]);
  });

  it('do not run on behalf of whoever asked first', async () => {
    const context = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const gathered = new Gathered<string, number>((keys) => {
      seen.push(context.getStore());
      return Promise.resolve(new Map(keys.map((key) => [key, 1])));
    });
    await context.run('a transaction', () => gathered.get('a'));
    expect(seen).toEqual([undefined]);
  });
});
