import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import { type Page, type PageRequest, toPage } from '../../kernel/page.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import {
  AccessChanges,
  type Caller,
  forbiddenIn,
  type Permission,
  PERMISSIONS,
  type Role,
} from '../../platform/http/access/index.js';
import { type ApiKey, hashApiKey, MOST_API_KEYS, newApiKeySecret, visiblePrefix } from '../domain/api-key.js';
import { ApiKeyRepository } from './ports/api-key.repository.js';
import { MemberRepository } from './ports/member.repository.js';

/** Binds the cursors of one workspace's list; see `encodeCursor`. */
export const apiKeyList = (workspaceId: string): string => `api-keys:${workspaceId}`;

export interface WantedApiKey {
  name: string;
  scopes: Permission[];
  /** Absent: no limit. */
  botIds?: string[];
  /** Absent: never. */
  expiresAt?: Date;
}

/** A key at the only moment at which its secret is known. */
export interface IssuedApiKey {
  apiKey: ApiKey;
  secret: string;
}

/** Keys for programs. Members see and manage their own, those with `api-keys:manage` see, rename and revoke all. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly keys: ApiKeyRepository,
    private readonly members: MemberRepository,
    private readonly transactions: TransactionRunner,
    private readonly access: AccessChanges,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Throws `workspace.not_found`, `access.forbidden`, `api_key.scope_not_held` (forbidden), `api_key.too_many`
   * (conflict), `bot.not_found`, `api_key.expiry_past` (invalid).
   */
  async create(caller: Caller, workspaceId: string, wanted: WantedApiKey): Promise<IssuedApiKey> {
    caller.workspaceFor('api-keys:write', workspaceId);
    return this.transactions.run(async () => {
      assertHeld(workspaceId, await this.roleOf(caller, workspaceId), wanted.scopes);
      if ((await this.keys.count(workspaceId)) >= MOST_API_KEYS) {
        throw new DomainError('api_key.too_many', 'conflict', { params: { most: MOST_API_KEYS } });
      }
      const { botIds } = wanted;
      if (botIds && !(await this.keys.areBotsOf(workspaceId, botIds))) {
        throw new DomainError('bot.not_found', 'not_found');
      }
      const issued = await this.issue(caller, workspaceId, wanted);
      await this.record('api_key.created', issued.apiKey, {
        scopes: wanted.scopes.join(', '),
        bots: botIds?.length ?? null,
        expiresAt: wanted.expiresAt?.toISOString() ?? null,
      });
      return issued;
    });
  }

  /** Newest first. Throws `workspace.not_found`, `access.forbidden`. */
  async list(caller: Caller, workspaceId: string, page: PageRequest): Promise<Page<ApiKey>> {
    caller.workspaceFor('api-keys:read', workspaceId);
    const managesAll = caller.scope('api-keys:manage').permitted.includes(workspaceId);
    const rows = await this.keys.list(workspaceId, managesAll ? undefined : caller.userId, page);
    return toPage(apiKeyList(workspaceId), rows, page.limit);
  }

  /** Throws `workspace.not_found`, `access.forbidden`, `api_key.not_found`. */
  async get(caller: Caller, workspaceId: string, keyId: string): Promise<ApiKey> {
    caller.workspaceFor('api-keys:read', workspaceId);
    const key = present(await this.keys.find(workspaceId, keyId));
    if (key.createdBy !== caller.userId) caller.workspaceFor('api-keys:manage', workspaceId);
    return key;
  }

  /** Throws as `get`. */
  async rename(caller: Caller, workspaceId: string, keyId: string, name: string): Promise<ApiKey> {
    caller.workspaceFor('api-keys:write', workspaceId);
    return this.transactions.run(async () => {
      const before = await this.get(caller, workspaceId, keyId);
      const renamed = present(await this.keys.rename(workspaceId, keyId, name));
      if (name !== before.name) await this.record('api_key.renamed', renamed);
      return renamed;
    });
  }

  /**
   * Another secret for the same key; the one before is good for nothing when this returns. For the maker alone: whoever
   * holds the secret acts in the maker's name. Throws as `get`, and `api_key.expired` (conflict).
   */
  async rotate(caller: Caller, workspaceId: string, keyId: string): Promise<IssuedApiKey> {
    caller.workspaceFor('api-keys:write', workspaceId);
    return this.transactions.run(async () => {
      const { createdBy } = await this.get(caller, workspaceId, keyId);
      if (createdBy !== caller.userId) throw forbiddenIn(workspaceId);
      const secret = newApiKeySecret();
      const prefix = visiblePrefix(secret);
      const apiKey = await this.keys.replaceSecret(workspaceId, keyId, prefix, hashApiKey(secret)!);
      if (!apiKey) throw new DomainError('api_key.expired', 'conflict');
      await this.record('api_key.rotated', apiKey);
      this.access.keyChanged(keyId);
      return { apiKey, secret };
    });
  }

  /** The key is good for nothing when this returns. Throws as `get`. */
  async revoke(caller: Caller, workspaceId: string, keyId: string): Promise<void> {
    caller.workspaceFor('api-keys:write', workspaceId);
    await this.transactions.run(async () => {
      const key = await this.get(caller, workspaceId, keyId);
      if (!(await this.keys.remove(workspaceId, keyId)))
        throw new DomainError('api_key.not_found', 'not_found');
      await this.record('api_key.revoked', key);
      this.access.keyChanged(keyId);
    });
  }

  /** As it is at this moment, and kept so until the transaction ends: it also orders those who count the keys. */
  private async roleOf(caller: Caller, workspaceId: string): Promise<Role> {
    const roster = await this.members.lock(workspaceId, [caller.userId]);
    const standing = roster?.standings[0];
    if (!standing || standing.suspended) throw new DomainError('workspace.not_found', 'not_found');
    return standing.role;
  }

  private async issue(caller: Caller, workspaceId: string, wanted: WantedApiKey): Promise<IssuedApiKey> {
    const secret = newApiKeySecret();
    const { name, scopes, botIds = null, expiresAt = null } = wanted;
    const key = { id: newId(), workspaceId, createdBy: caller.userId, name, scopes, botIds, expiresAt };
    const apiKey = await this.keys.insert({ ...key, prefix: visiblePrefix(secret) }, hashApiKey(secret)!);
    if (!apiKey) throw new DomainError('api_key.expiry_past', 'invalid');
    return { apiKey, secret };
  }

  private async record(
    action: string,
    { id, workspaceId, name }: ApiKey,
    detail?: Record<string, string | number | null>,
  ): Promise<void> {
    await this.audit.record({ action, workspaceId, target: { type: 'api_key', id, name }, detail });
  }
}

/** A key could not use what its maker may not do; to make it all the same would only mislead. */
function assertHeld(workspaceId: string, role: Role, scopes: Permission[]): void {
  const missing = scopes.find((scope) => !rolesWith(scope).includes(role));
  if (missing) throw forbiddenIn(workspaceId, 'api_key.scope_not_held', { scope: missing });
}

function rolesWith(permission: Permission): readonly Role[] {
  return PERMISSIONS[permission].roles;
}

function present(key: ApiKey | undefined): ApiKey {
  if (!key) throw new DomainError('api_key.not_found', 'not_found');
  return key;
}
