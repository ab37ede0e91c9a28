import { DomainError } from '../../../kernel/domain-error.js';
import { requestContext } from '../context/index.js';
import { PERMISSIONS, type Permission, type Role } from './permission.js';

/**
 * The workspaces in which a caller may do one thing. Repositories put `readable` into the query itself
 * (`workspace_id = ANY(...)`), so another tenant's row is simply absent; `assertPermitted` then tells "absent" (404)
 * from "your role does not allow it" (403).
 */
export interface WorkspaceScope {
  permission: Permission;
  readable: string[];
  permitted: string[];
  /** The only bots there are for this caller (an API key that is limited to some); null for no such limit. */
  bots: string[] | null;
}

/** Throws `access.forbidden` when the row's workspace is visible to the caller but the role is too low. */
export function assertPermitted(scope: WorkspaceScope, workspaceId: string): void {
  if (scope.permitted.includes(workspaceId)) return;
  const context = requestContext.getStore();
  if (context) context.deniedIn = workspaceId;
  throw new DomainError('access.forbidden', 'forbidden');
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
}
