import { LRUCache } from 'lru-cache';

import { type AccessChanges, type Caller, CallerIndex } from '../../platform/http/access/index.js';

const CACHED_MS = 2_000;
const MOST = 20_000;

/** A caller that was looked up. */
export interface FoundCaller {
  caller: Caller;
  /** For how long it is true at most; absent for no such bound. */
  msLeft?: number;
}

/**
 * Remembers for 2 seconds whom credentials stand for, which is how long another instance may take to notice the end of a
 * session or a change of role; this one forgets at once. Many who ask at the same time share one look-up.
 */
export class CallerCache {
  private readonly index = new CallerIndex<string>();
  private readonly known = new LRUCache<string, Caller>({
    max: MOST,
    ttl: CACHED_MS,
    dispose: (caller, name) => this.index.remove(caller, name),
  });
  private loading = new Map<string, Promise<Caller | undefined>>();

  constructor(changes: AccessChanges) {
    changes.listen((change) => {
      for (const name of this.index.concernedBy(change)) this.known.delete(name);
      // What is being looked up may have been read before the change: it is neither shared any more nor kept.
      this.loading = new Map();
    });
  }

  /** `load` throws when it could not look; undefined means that there is nobody. Neither is remembered. */
  get(name: string, load: () => Promise<FoundCaller | undefined>): Promise<Caller | undefined> {
    const known = this.known.get(name);
    if (known) return Promise.resolve(known);
    const begun = this.loading.get(name);
    if (begun) return begun;
    const looking = this.lookUp(name, load, this.loading);
    this.loading.set(name, looking);
    return looking;
  }

  private async lookUp(
    name: string,
    load: () => Promise<FoundCaller | undefined>,
    loading: Map<string, unknown>,
  ): Promise<Caller | undefined> {
    try {
      const found = await load();
      if (found && loading === this.loading) this.keep(name, found);
      return found?.caller;
    } finally {
      loading.delete(name);
    }
  }

  private keep(name: string, { caller, msLeft = CACHED_MS }: FoundCaller): void {
    const ttl = Math.min(CACHED_MS, Math.floor(msLeft));
    if (ttl < 1) return;
    this.known.set(name, caller, { ttl });
    this.index.add(caller, name);
  }
}
