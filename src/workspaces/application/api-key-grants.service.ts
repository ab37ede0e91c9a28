import { Injectable } from '@nestjs/common';

import type { Grant, KeyLimits, Permission } from '../../platform/http/access/index.js';
import { hashApiKey } from '../domain/api-key.js';
import { ApiKeyRepository } from './ports/api-key.repository.js';

/** What the holder of a key may do, and in whose name. */
export interface ApiKeyGrant {
  /** The maker. */
  userId: string;
  grant: Grant;
  limits: KeyLimits;
  /** Milliseconds until the key expires; null when it does not. */
  msLeft: number | null;
}

/** Where the holders of API keys may act, and as what. */
@Injectable()
export class ApiKeyGrants {
  constructor(private readonly keys: ApiKeyRepository) {}

  /** Names a secret without telling it; undefined for what cannot be one. */
  fingerprint(secret: string): Buffer | undefined {
    return hashApiKey(secret);
  }

  /** Undefined for a key that is unknown or expired, and when its maker may not act in the workspace now. */
  async of(fingerprint: Buffer): Promise<ApiKeyGrant | undefined> {
    const key = await this.keys.live(fingerprint);
    if (!key) return undefined;
    const { id, workspaceId, createdBy: userId, role, scopes, botIds: bots, msLeft } = key;
    const permissions = scopes as Permission[];
    return { userId, grant: { workspaceId, role }, limits: { id, permissions, bots }, msLeft };
  }
}
