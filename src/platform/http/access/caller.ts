import { DomainError } from '../../../kernel/domain-error.js';
import { requestContext } from '../context/index.js';
import { PERMISSIONS, type Permission, type Role } from './permission.js';

/**
 * The rows there are for a caller: of these workspaces and, unless null, of these bots. Repositories put both into the
 * query itself (`workspace_id = ANY(...)`), so another tenant's row is simply absent.
 */
export interface Reach {
  workspaces: readonly string[];
  bots: readonly string[] | null;
}

/**
 * The workspaces in which a caller may do one thing. Queries take what `readableBy` or `permittedBy` makes of it;
 * `assertPermitted` then tells "absent" (404) from "your role does not allow it" (403).
 */
export interface WorkspaceScope {
  permission: Permission;
  readable: string[];
  permitted: string[];
  /** The only bots there are for this caller (an API key that is limited to some); null for no such limit. */
  bots: string[] | null;
}

/** The rows that the caller sees. */
export function readableBy({ readable, bots }: WorkspaceScope): Reach {
  return { workspaces: readable, bots };
}

/** The rows upon which the caller may do it. */
export function permittedBy({ permitted, bots }: WorkspaceScope): Reach {
  return { workspaces: permitted, bots };
}

/** Whether a bot is there for the caller, as a query would have it. */
export function reaches({ workspaces, bots }: Reach, bot: { id: string; workspaceId: string }): boolean {
  return workspaces.includes(bot.workspaceId) && (bots === null || bots.includes(bot.id));
}

/** Throws `access.forbidden` when the row's workspace is visible to the caller but the role is too low. */
export function assertPermitted(scope: WorkspaceScope, workspaceId: string): void {
  if (!scope.permitted.includes(workspaceId)) throw forbiddenIn(workspaceId);
}

/** The error for what somebody may not do in a workspace they see; the audit log learns in which. */
export function forbiddenIn(workspaceId: string, code = 'access.forbidden', params = {}): DomainError {
  const context = requestContext.getStore();
  if (context) context.deniedIn = workspaceId;
  return new DomainError(code, 'forbidden', { params });
}

export interface Grant {
  workspaceId: string;
  role: Role;
}

/** What an API key may do at most; its maker's own role is the other bound. */
export interface KeyLimits {
  id: string;
  permissions: readonly Permission[];
  bots: string[] | null;
}

/** Who is calling, and what they may do where. Made by the guard, passed down as a plain value. */
export class Caller {
  constructor(
    /** The person; for an API key, the one who made it. */
    readonly userId: string,
    /** Undefined for an API key. */
    readonly sessionId: string | undefined,
    /** The personal workspace first; of an API key, its own workspace alone. */
    readonly grants: readonly Grant[],
    /** Never true for an API key. */
    readonly platformAdmin: boolean,
    readonly key?: KeyLimits,
  ) {}

  get kind(): 'user' | 'api_key' {
    return this.key ? 'api_key' : 'user';
  }

  /** Names this caller in idempotency keys and conversations; unique over all kinds of callers. */
  get principal(): string {
    return this.key ? `key:${this.key.id}` : `user:${this.userId}`;
  }

  scope(permission: Permission): WorkspaceScope {
    const allowed = !this.key || (PERMISSIONS[permission].keys && this.key.permissions.includes(permission));
    const roles: readonly Role[] = PERMISSIONS[permission].roles;
    return {
      permission,
      readable: this.grants.map((grant) => grant.workspaceId),
      permitted: this.grants
        .filter((grant) => allowed && roles.includes(grant.role))
        .map((grant) => grant.workspaceId),
      bots: this.key?.bots ?? null,
    };
  }

  /**
   * The workspace in which something is to be created: the one asked for, else the personal one. Throws
   * `workspace.not_found` for one the caller does not belong to, `access.forbidden` when the role is too low.
   */
  workspaceFor(permission: Permission, workspaceId?: string): string {
    const scope = this.scope(permission);
    const target = workspaceId ?? scope.readable[0];
    if (!scope.readable.includes(target)) throw new DomainError('workspace.not_found', 'not_found');
    assertPermitted(scope, target);
    return target;
  }

  /**
   * As `workspaceFor`, for what concerns the workspace as a whole, such as a new bot or its log: `access.forbidden` also
   * for a key that is limited to some bots.
   */
  wholeWorkspaceFor(permission: Permission, workspaceId?: string): string {
    const target = this.workspaceFor(permission, workspaceId);
    if (this.key?.bots) throw forbiddenIn(target);
    return target;
  }
}
