import { AsyncResource } from 'node:async_hooks';

interface Asked<V> {
  found: Promise<V | undefined>;
  resolve: (value: V | undefined) => void;
  reject: (error: unknown) => void;
}

/**
 * Looks things up one by one for those who ask, and together in fact: all that is asked for in one turn of the event loop
 * is one look-up, of bounded size. It belongs to none of those who asked, nor to a transaction that is open around them.
 */
export class Gathered<K, V> {
  private asked = new Map<K, Asked<V>>();
  private readonly lookUp = AsyncResource.bind(() => void this.run());

  /** `look` returns what it has found; what is missing is undefined. An error is everybody's. */
  constructor(
    private readonly look: (keys: K[]) => Promise<ReadonlyMap<K, V>>,
    private readonly most = 100,
  ) {}

  get(key: K): Promise<V | undefined> {
    const known = this.asked.get(key);
    if (known) return known.found;
    if (this.asked.size === 0) setImmediate(this.lookUp);
    const { promise, ...settle } = withResolvers<V | undefined>();
    this.asked.set(key, { found: promise, ...settle });
    return promise;
  }

  private async run(): Promise<void> {
    const asked = [...this.asked];
    this.asked = new Map();
    for (let i = 0; i < asked.length; i += this.most) {
      const some = asked.slice(i, i + this.most);
      try {
        const found = await this.look(some.map(([key]) => key));
        for (const [key, { resolve }] of some) resolve(found.get(key));
      } catch (error) {
        for (const [, { reject }] of some) reject(error);
      }
    }
  }
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}
