import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { DomainError } from '../../kernel/domain-error.js';
import { Database } from '../../platform/database/index.js';
import { Caller } from '../../platform/http/access/index.js';
import { requestContext } from '../../platform/http/context/index.js';
import { ApiKeyGrants, ApiKeyUses } from '../../workspaces/index.js';

const CACHED_MS = 2_000;

/**
 * Who is behind an API key: its maker, in one workspace, within the limits of the key. Remembered as those of sessions
 * are, but never beyond the moment at which the key expires.
 */
@Injectable()
export class KeyCallers {
  private readonly byFingerprint = new LRUCache<string, Promise<Caller | undefined>>({
    max: 20_000,
    ttl: CACHED_MS,
  });

  constructor(
    private readonly keys: ApiKeyGrants,
    private readonly uses: ApiKeyUses,
    private readonly database: Database,
  ) {}

  /** Throws `auth.unauthenticated` for a key that is good for nothing, whatever the reason. */
  async of(secret: string): Promise<Caller> {
    const fingerprint = this.keys.fingerprint(secret);
    const caller = fingerprint && (await this.remembered(fingerprint));
    if (!caller?.key) throw new DomainError('auth.unauthenticated', 'unauthenticated');
    this.uses.note(caller.key.id, requestContext.getStore()?.ip);
    return caller;
  }

  /** Forgets a key once the open transaction has committed, or at once when none is open. */
  forgetKey(keyId: string): void {
    this.forgetThose((caller) => caller.key?.id === keyId);
  }

  /** The same for all keys that a person has made. */
  forgetUser(userId: string): void {
    this.forgetThose((caller) => caller.userId === userId);
  }

  private forgetThose(concerned: (caller: Caller) => boolean): void {
    this.database.afterCommit(() => {
      for (const [name, loading] of this.byFingerprint.entries()) {
        const forget = (caller?: Caller) => caller && concerned(caller) && this.byFingerprint.delete(name);
        loading.then(forget, () => undefined);
      }
    });
  }

  private remembered(fingerprint: Buffer): Promise<Caller | undefined> {
    const name = fingerprint.toString('base64');
    const known = this.byFingerprint.get(name);
    if (known) return known;
    const loading = this.load(fingerprint, (msLeft) => {
      if (this.byFingerprint.peek(name) !== loading) return;
      // Neither a fault of the database nor an unknown key is worth remembering.
      if (msLeft < 1) this.byFingerprint.delete(name);
      else if (msLeft < CACHED_MS) this.byFingerprint.set(name, loading, { ttl: Math.floor(msLeft) });
    });
    this.byFingerprint.set(name, loading);
    return loading;
  }

  /** `keep` learns, before anybody gets the caller, for how many milliseconds it may be remembered. */
  private async load(fingerprint: Buffer, keep: (ms: number) => void): Promise<Caller | undefined> {
    let msLeft = 0;
    try {
      const found = await this.keys.of(fingerprint);
      if (!found) return undefined;
      msLeft = found.msLeft ?? CACHED_MS;
      return new Caller(found.userId, undefined, [found.grant], false, found.limits);
    } finally {
      keep(msLeft);
    }
  }
}
