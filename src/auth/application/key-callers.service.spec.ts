import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import type { Database } from '../../platform/database/index.js';
import { AccessChanges } from '../../platform/http/access/index.js';
import { requestContext } from '../../platform/http/context/index.js';
import type { ApiKeyGrant, ApiKeyGrants, ApiKeyUses } from '../../workspaces/index.js';
import { KeyCallers } from './key-callers.service.js';

class Keys {
  readonly known = new Map<string, ApiKeyGrant>();
  reads = 0;
  fault?: Error;

  fingerprint = (secret: string) => (secret.startsWith('kyro_sk_') ? Buffer.from(secret) : undefined);

  async of(fingerprint: Buffer): Promise<ApiKeyGrant | undefined> {
    this.reads++;
    await new Promise(setImmediate);
    if (this.fault) throw this.fault;
    return this.known.get(fingerprint.toString());
  }

  add(secret: string, given: Partial<ApiKeyGrant> = {}): ApiKeyGrant {
    const grant: ApiKeyGrant = {
      userId: newId(),
      grant: { workspaceId: newId(), role: 'editor' },
      limits: { id: newId(), permissions: ['bots:read'], bots: null },
      msLeft: null,
      ...given,
    };
    this.known.set(secret, grant);
    return grant;
  }
}

function setUp() {
  const keys = new Keys();
  const noted: unknown[][] = [];
  const uses = { note: (...args: unknown[]) => noted.push(args) } as unknown as ApiKeyUses;
  const hooks: (() => void)[] = [];
  const database = { afterCommit: (hook: () => void) => hooks.push(hook) } as unknown as Database;
  const changes = new AccessChanges(database);
  const callers = new KeyCallers(keys as unknown as ApiKeyGrants, uses, changes);
  const commit = async () => {
    for (const hook of hooks.splice(0)) hook();
    await new Promise(setImmediate);
  };
  return { keys, callers, changes, noted, commit };
}

const REFUSED = new DomainError('auth.unauthenticated', 'unauthenticated');

describe('callers with API keys', () => {
  it('are the maker of the key, in its workspace alone and never an administrator', async () => {
    const { keys, callers } = setUp();
    const { userId, grant, limits } = keys.add('kyro_sk_a');
    const caller = await callers.of('kyro_sk_a');
    expect(caller).toMatchObject({ userId, grants: [grant], platformAdmin: false, key: limits });
    expect(caller.sessionId).toBeUndefined();
  });

  it('are looked up once in a while, however many requests there are at once', async () => {
    const { keys, callers, noted } = setUp();
    const { limits } = keys.add('kyro_sk_a');
    const context = { requestId: 'r', ip: '203.0.113.7', userAgent: '' };
    await requestContext.run(context, () =>
      Promise.all(Array.from({ length: 50 }, () => callers.of('kyro_sk_a'))),
    );
    expect(keys.reads).toBe(1);
    expect(noted).toHaveLength(50);
    expect(noted[0]).toEqual([limits.id, '203.0.113.7']);
  });

  it('are refused when they are unknown, which is not remembered, and not noted as used', async () => {
    const { keys, callers, noted } = setUp();
    await expect(callers.of('kyro_sk_a')).rejects.toEqual(REFUSED);
    keys.add('kyro_sk_a');
    await expect(callers.of('kyro_sk_a')).resolves.toBeDefined();
    expect(noted).toHaveLength(1);
  });

  it('cost no look-up when they cannot be a key', async () => {
    const { keys, callers } = setUp();
    await expect(callers.of('kyro')).rejects.toEqual(REFUSED);
    expect(keys.reads).toBe(0);
  });

  it('are not remembered beyond the expiry of the key', async () => {
    const { keys, callers } = setUp();
    keys.add('kyro_sk_a', { msLeft: 40 });
    await callers.of('kyro_sk_a');
    keys.known.clear();
    await expect(callers.of('kyro_sk_a')).resolves.toBeDefined();
    await new Promise((resolve) => setTimeout(resolve, 60));
    await expect(callers.of('kyro_sk_a')).rejects.toEqual(REFUSED);
  });

  it('do not stay away because the database was', async () => {
    const { keys, callers } = setUp();
    keys.add('kyro_sk_a');
    keys.fault = new Error('away');
    await expect(callers.of('kyro_sk_a')).rejects.toThrow('away');
    keys.fault = undefined;
    await expect(callers.of('kyro_sk_a')).resolves.toBeDefined();
  });

  it.each(['key', 'maker'])('are forgotten with the %s, once it is committed', async (what) => {
    const { keys, callers, changes, commit } = setUp();
    const { userId, limits } = keys.add('kyro_sk_a');
    keys.add('kyro_sk_b');
    await Promise.all([callers.of('kyro_sk_a'), callers.of('kyro_sk_b')]);
    keys.known.clear();
    if (what === 'key') changes.keyChanged(limits.id);
    else changes.userChanged(userId);
    await expect(callers.of('kyro_sk_a')).resolves.toBeDefined();
    await commit();
    await expect(callers.of('kyro_sk_a')).rejects.toEqual(REFUSED);
    await expect(callers.of('kyro_sk_b')).resolves.toBeDefined();
  });

  it('are forgotten even while they are being looked up', async () => {
    const { keys, callers, changes, commit } = setUp();
    const { limits } = keys.add('kyro_sk_a');
    const early = callers.of('kyro_sk_a');
    changes.keyChanged(limits.id);
    await commit();
    await early;
    keys.known.clear();
    await expect(callers.of('kyro_sk_a')).rejects.toEqual(REFUSED);
  });
});
