import { newId } from '../../../kernel/id.js';
import { requestContext } from '../context/index.js';
import { admits } from './admits.js';
import { Caller, forbiddenIn, type Grant, permittedBy, readableBy, reaches } from './caller.js';
import { KEY_SCOPES, type Permission, PERMISSIONS, type Role, ROLES } from './permission.js';

const [OWN, OTHER, BOT] = [newId(), newId(), newId()];

function person(...grants: Grant[]): Caller {
  return new Caller(newId(), newId(), grants, true);
}

function key(role: Role, permissions: Permission[], bots: string[] | null = null): Caller {
  const limits = { id: newId(), permissions, bots };
  return new Caller(newId(), undefined, [{ workspaceId: OWN, role }], false, limits);
}

describe('what a caller may do', () => {
  it('follows from the roles of a person', () => {
    const caller = person({ workspaceId: OWN, role: 'owner' }, { workspaceId: OTHER, role: 'viewer' });
    const scope = caller.scope('bots:write');
    expect(readableBy(scope)).toEqual({ workspaces: [OWN, OTHER], bots: null, visitor: null });
    expect(permittedBy(scope)).toEqual({ workspaces: [OWN], bots: null, visitor: null });
  });

  it.each(ROLES)('is for the key of an %s never more than role and scopes both allow', (role) => {
    const everything = Object.keys(PERMISSIONS) as Permission[];
    for (const permission of everything) {
      const roles: readonly Role[] = PERMISSIONS[permission].roles;
      const allowed = KEY_SCOPES.includes(permission) && roles.includes(role);
      expect([permission, key(role, everything).scope(permission).permitted]).toEqual([
        permission,
        allowed ? [OWN] : [],
      ]);
      expect(key(role, []).scope(permission).permitted).toEqual([]);
    }
  });

  it('leaves keys out of accounts, members, keys and the workspace itself', () => {
    const people = (Object.keys(PERMISSIONS) as Permission[]).filter((name) => !KEY_SCOPES.includes(name));
    expect(people).toEqual(
      expect.arrayContaining([
        'account:self',
        'workspace:create',
        'workspace:write',
        'workspace:delete',
        'members:write',
        'invitations:write',
        'api-keys:read',
        'api-keys:write',
        'api-keys:manage',
      ]),
    );
  });

  it('is, for a key that is limited to bots, within those', () => {
    const reach = readableBy(key('owner', ['bots:read'], [BOT]).scope('bots:read'));
    expect(reach).toEqual({ workspaces: [OWN], bots: [BOT], visitor: null });
    expect(reaches(reach, { id: BOT, workspaceId: OWN })).toBe(true);
    expect(reaches(reach, { id: newId(), workspaceId: OWN })).toBe(false);
    expect(reaches(reach, { id: BOT, workspaceId: OTHER })).toBe(false);
    expect(reaches({ workspaces: [OWN], bots: [] }, { id: BOT, workspaceId: OWN })).toBe(false);
    expect(reaches({ workspaces: [OWN], bots: null }, { id: BOT, workspaceId: OWN })).toBe(true);
  });

  it('concerns a whole workspace only without a limit to bots', () => {
    expect(key('owner', ['bots:write']).wholeWorkspaceFor('bots:write')).toBe(OWN);
    expect(person({ workspaceId: OWN, role: 'editor' }).wholeWorkspaceFor('bots:write', OWN)).toBe(OWN);
    const limited = key('owner', ['bots:write'], [BOT]);
    expect(() => limited.wholeWorkspaceFor('bots:write')).toThrow(
      expect.objectContaining({ code: 'access.forbidden', kind: 'forbidden' }),
    );
    expect(() => limited.wholeWorkspaceFor('bots:write', OTHER)).toThrow(
      expect.objectContaining({ code: 'workspace.not_found' }),
    );
  });

  it('is told to the audit log where it was too much', () => {
    const context = { requestId: 'r', ip: '', userAgent: '', deniedIn: undefined };
    requestContext.run(context, () => {
      expect(forbiddenIn(OWN, 'api_key.scope_not_held', { scope: 'audit:read' })).toMatchObject({
        code: 'api_key.scope_not_held',
        kind: 'forbidden',
        params: { scope: 'audit:read' },
      });
    });
    expect(context.deniedIn).toBe(OWN);
  });

  it('is, for a visitor, to talk with one bot and to read what they themselves have said', () => {
    const id = newId();
    const visitor = Caller.visiting({ id, botId: BOT, workspaceId: OWN, domains: [], showSources: true });
    const allowed = (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => {
      const scope = visitor.scope(permission);
      expect(scope.readable).toEqual(scope.permitted);
      expect([scope.bots, scope.visitor]).toEqual([[BOT], id]);
      return scope.permitted.length > 0;
    });
    expect(allowed).toEqual(['conversations:read', 'chat:send']);
    expect(readableBy(visitor.scope('chat:send'))).toEqual({ workspaces: [OWN], bots: [BOT], visitor: id });
    expect([visitor.kind, visitor.principal]).toEqual(['visitor', `visitor:${id}`]);
    expect(() => visitor.workspaceFor('bots:write')).toThrow();
  });

  it('is, for visitors, kept to the routes that are for them', () => {
    const visitor = Caller.visiting({
      id: newId(),
      botId: BOT,
      workspaceId: OWN,
      domains: [],
      showSources: true,
    });
    const rule = { kind: 'permission', permission: 'chat:send' } as const;
    expect(admits({ ...rule, visitors: true }, visitor)).toBe(true);
    expect(admits({ ...rule, visitors: false }, visitor)).toBe(false);
    expect(admits(rule, visitor)).toBe(false);
    expect(admits({ ...rule, permission: 'bots:read', visitors: true }, visitor)).toBe(false);
    expect(admits({ kind: 'platform' }, visitor)).toBe(false);
    expect(admits(rule, person({ workspaceId: OWN, role: 'viewer' }))).toBe(true);
  });

  it('gives every key a name of its own', () => {
    const one = key('owner', []);
    expect(one.kind).toBe('api_key');
    expect(one.principal).toBe(`key:${one.key!.id}`);
    expect(one.principal).not.toBe(key('owner', []).principal);
  });
});
