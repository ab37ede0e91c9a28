import { DomainError } from '../../../kernel/domain-error.js';
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
}

/** Throws `access.forbidden` when the row's workspace is visible to the caller but the role is too low. */
export function assertPermitted(scope: WorkspaceScope, workspaceId: string): void {
  if (!scope.permitted.includes(workspaceId)) throw new DomainError('access.forbidden', 'forbidden');
}

export interface Grant {
  workspaceId: string;
  role: Role;
}

/** Who is calling, and what they may do where. Made by the guard, passed down as a plain value. */
export class Caller {
  readonly kind = 'user' as const;

  constructor(
    readonly userId: string,
    readonly sessionId: string,
    /** The personal workspace first. */
    readonly grants: readonly Grant[],
    readonly platformAdmin: boolean,
  ) {}

  /** Names this caller in idempotency keys and conversations; unique over all kinds of callers. */
  get principal(): string {
    return `user:${this.userId}`;
  }

  scope(permission: Permission): WorkspaceScope {
    const roles: readonly Role[] = PERMISSIONS[permission];
    return {
      permission,
      readable: this.grants.map((grant) => grant.workspaceId),
      permitted: this.grants.filter((grant) => roles.includes(grant.role)).map((grant) => grant.workspaceId),
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
