import type { PageRequest } from '../../../kernel/page.js';
import type { ApiKey } from '../../domain/api-key.js';
import type { WorkspaceRole } from '../../domain/workspace.js';

export type NewApiKey = Pick<
  ApiKey,
  'id' | 'workspaceId' | 'createdBy' | 'name' | 'prefix' | 'scopes' | 'botIds' | 'expiresAt'
>;

/** A key that is good at this moment, with what its maker is in the workspace. */
export interface LiveApiKey {
  id: string;
  workspaceId: string;
  createdBy: string;
  role: WorkspaceRole;
  scopes: string[];
  botIds: string[] | null;
  /** Milliseconds until it expires; null when it does not. */
  msLeft: number | null;
}

/** One use of a key, some milliseconds ago. */
export interface ApiKeyUse {
  keyId: string;
  ip: string | null;
  msAgo: number;
}

/** Keeps API keys and the hashes of their secrets. */
export abstract class ApiKeyRepository {
  /** How many the workspace has, expired ones included. */
  abstract count(workspaceId: string): Promise<number>;
  /** Whether all of them are bots of the workspace. */
  abstract areBotsOf(workspaceId: string, botIds: string[]): Promise<boolean>;
  /** Undefined when it would have expired already. */
  abstract insert(key: NewApiKey, secretHash: Buffer): Promise<ApiKey | undefined>;
  /** Newest first, up to `limit + 1` rows; those of one maker, or of all of them. */
  abstract list(workspaceId: string, createdBy: string | undefined, page: PageRequest): Promise<ApiKey[]>;
  abstract find(workspaceId: string, keyId: string): Promise<ApiKey | undefined>;
  abstract rename(workspaceId: string, keyId: string, name: string): Promise<ApiKey | undefined>;
  /** Gives a key that has not expired another secret; undefined when there is none such. */
  abstract replaceSecret(
    workspaceId: string,
    keyId: string,
    prefix: string,
    secretHash: Buffer,
  ): Promise<ApiKey | undefined>;
  abstract remove(workspaceId: string, keyId: string): Promise<boolean>;

  /** Undefined for a key that is unknown or expired, and when its maker may not act in the workspace now. */
  abstract live(secretHash: Buffer): Promise<LiveApiKey | undefined>;
  /** Notes when keys were used, each at most once a minute. */
  abstract noteUses(uses: ApiKeyUse[]): Promise<void>;
}
