import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { AccessChanges, Caller } from '../../platform/http/access/index.js';
import { requestContext } from '../../platform/http/context/index.js';
import { ApiKeyGrants, ApiKeyUses } from '../../workspaces/index.js';
import { CallerCache, type FoundCaller } from './caller-cache.js';

/**
 * Who is behind an API key: its maker, in one workspace, within the limits of the key. Remembered as those of sessions
 * are, but never beyond the moment at which the key expires.
 */
@Injectable()
export class KeyCallers {
  private readonly byFingerprint: CallerCache;

  constructor(
    private readonly keys: ApiKeyGrants,
    private readonly uses: ApiKeyUses,
    changes: AccessChanges,
  ) {
    this.byFingerprint = new CallerCache(changes);
  }

  /** Throws `auth.unauthenticated` for a key that is good for nothing, whatever the reason. */
  async of(secret: string): Promise<Caller> {
    const fingerprint = this.keys.fingerprint(secret);
    const caller =
      fingerprint &&
      (await this.byFingerprint.get(fingerprint.toString('base64'), () => this.load(fingerprint)));
    if (!caller?.key) throw new DomainError('auth.unauthenticated', 'unauthenticated');
    this.uses.note(caller.key.id, requestContext.getStore()?.ip);
    return caller;
  }

  private async load(fingerprint: Buffer): Promise<FoundCaller | undefined> {
    const found = await this.keys.of(fingerprint);
    if (!found) return undefined;
    const { userId, grant, limits, msLeft } = found;
    return { caller: new Caller(userId, undefined, [grant], false, limits), msLeft: msLeft ?? undefined };
  }
}
