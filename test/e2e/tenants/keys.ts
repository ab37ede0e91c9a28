import { Database } from '../../../src/platform/database/index.js';
import type { TestUser } from '../../factories/user.factory.js';
import { createApiKey } from '../../support/api-keys.js';
import type { TestApp } from '../../support/test-app.js';
import type { Tenant } from './tenant.js';

/** Every scope that a key can have. Written down apart from the permissions of the source, which this is to check. */
export const SCOPES = [
  'workspace:read',
  'members:read',
  'audit:read',
  'bots:read',
  'bots:write',
  'documents:read',
  'documents:write',
  'conversations:read',
  'conversations:write',
  'traces:read',
  'chat:send',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Keys of A that were good once, and are no longer. Those of members were made by admins of A. */
export const DEAD_KEYS = [
  'expiredKey',
  'revokedKey',
  'rotatedKey',
  'keyOfSuspendedAccount',
  'keyOfSuspendedMember',
  'keyOfFormerMember',
] as const;

/** The secrets of keys that A's owner has made. */
export interface Keys {
  /** With one scope each. */
  only: Record<Scope, string>;
  /** With all scopes. */
  all: string;
  /** With all scopes, limited to A's bot. */
  limited: string;
}

export async function makeKeys({ owner, ids }: Tenant): Promise<Keys> {
  const only = {} as Record<Scope, string>;
  for (const scope of SCOPES) only[scope] = (await createApiKey(owner, { scopes: [scope] })).key;
  return {
    only,
    all: (await createApiKey(owner, { scopes: SCOPES })).key,
    limited: (await createApiKey(owner, { scopes: SCOPES, botIds: [ids.bot] })).key,
  };
}

/** Call it before the makers are suspended; the last of them is removed here. */
export async function deadKeys(
  server: TestApp,
  { owner, ids }: Tenant,
  makers: Record<'suspended' | 'suspendedMember' | 'former', TestUser>,
): Promise<Record<(typeof DEAD_KEYS)[number], string>> {
  const base = `/workspaces/${ids.workspace}`;
  const of = (maker: TestUser) => createApiKey(maker, { scopes: SCOPES }, ids.workspace);
  const [expired, revoked, rotated] = [await of(owner), await of(owner), await of(owner)];
  await server.app
    .get(Database)
    .query(`UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1`, [expired.id]);
  await owner.api.delete(`${base}/api-keys/${revoked.id}`).expect(204);
  await owner.api.post(`${base}/api-keys/${rotated.id}/rotate`).expect(200);
  const dead = {
    expiredKey: expired.key,
    revokedKey: revoked.key,
    rotatedKey: rotated.key,
    keyOfSuspendedAccount: (await of(makers.suspended)).key,
    keyOfSuspendedMember: (await of(makers.suspendedMember)).key,
    keyOfFormerMember: (await of(makers.former)).key,
  };
  await owner.api.delete(`${base}/members/${makers.former.id}`).expect(204);
  return dead;
}
