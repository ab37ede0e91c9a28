import { DomainError } from '../../../kernel/domain-error.js';
import { requestContext } from '../context/index.js';
import { PERMISSIONS, type Permission, type Role } from './permission.js';

/**
 * The rows there are for a caller: of these workspaces and, unless null, of these bots and of this visitor.
 * Repositories put all of it into the query itself (`workspace_id = ANY(...)`), so another tenant's row, or what another
 * visitor has said, is simply absent.
 */
export interface Reach {
  workspaces: readonly string[];
  bots: readonly string[] | null;
  /** Whose conversations there are; of everything else that belongs to visitors, nothing. */
  visitor: string | null;
}

/**
 * The workspaces in which a caller may do one thing. Queries take what `readableBy` or `permittedBy` makes of it;
 * `assertPermitted` then tells "absent" (404) from "your role does not allow it" (403).
 */
export interface WorkspaceScope {
  permission: Permission;
  readable: string[];
  permitted: string[];
  /** The only bots there are for this caller (an API key that is limited to some, a visitor); null for no such limit. */
  bots: string[] | null;
  /** The visitor who is calling; null for people and keys, who see what all visitors have said. */
  visitor: string | null;
}

/** The rows that the caller sees. */
export function readableBy({ readable, bots, visitor }: WorkspaceScope): Reach {
  return { workspaces: readable, bots, visitor };
}

/** The rows upon which the caller may do it. */
export function permittedBy({ permitted, bots, visitor }: WorkspaceScope): Reach {
  return { workspaces: permitted, bots, visitor };
}

/** Whether a bot is there for the caller, as a query would have it. */
export function reaches(
  { workspaces, bots }: Omit<Reach, 'visitor'>,
  bot: { id: string; workspaceId: string },
): boolean {
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

/** Somebody on a page that shows a bot, without an account. */
export interface Visitor {
  id: string;
  botId: string;
  workspaceId: string;
  /** Hosts whose pages may show the bot. */
  domains: readonly string[];
  /** They may know what answers are taken from. */
  showSources: boolean;
}

/** Who is calling, and what they may do where. Made by the guard, passed down as a plain value. */
export class Caller {
  constructor(
    /** The person; for an API key, the one who made it; empty for a visitor. */
    readonly userId: string,
    /** Undefined for an API key. */
    readonly sessionId: string | undefined,
    /** The personal workspace first; of an API key, its own workspace alone. */
    readonly grants: readonly Grant[],
    /** Never true for an API key. */
    readonly platformAdmin: boolean,
    readonly key?: KeyLimits,
    readonly visitor?: Visitor,
  ) {}

  /** Somebody without an account and without a role anywhere. */
  static visiting(visitor: Visitor): Caller {
    return new Caller('', undefined, [], false, undefined, visitor);
  }

  get kind(): 'user' | 'api_key' | 'visitor' {
    if (this.visitor) return 'visitor';
    return this.key ? 'api_key' : 'user';
  }

  /** Names this caller in idempotency keys and conversations; unique over all kinds of callers. */
  get principal(): string {
    if (this.visitor) return `visitor:${this.visitor.id}`;
    return this.key ? `key:${this.key.id}` : `user:${this.userId}`;
  }

  /** Whether they are told what answers are taken from: everyone but visitors of a bot whose owner keeps it back. */
  get seesSources(): boolean {
    return this.visitor?.showSources ?? true;
  }

  scope(permission: Permission): WorkspaceScope {
    if (this.visitor) return visitorScope(permission, this.visitor);
    const allowed = !this.key || (PERMISSIONS[permission].keys && this.key.permissions.includes(permission));
    const roles: readonly Role[] = PERMISSIONS[permission].roles;
    return {
      permission,
      readable: this.grants.map((grant) => grant.workspaceId),
      permitted: this.grants
        .filter((grant) => allowed && roles.includes(grant.role))
        .map((grant) => grant.workspaceId),
      bots: this.key?.bots ?? null,
      visitor: null,
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

/** What visitors may not do, they do not even see. */
function visitorScope(permission: Permission, { id, botId, workspaceId }: Visitor): WorkspaceScope {
  const workspaces = PERMISSIONS[permission].visitors ? [workspaceId] : [];
  return { permission, readable: workspaces, permitted: workspaces, bots: [botId], visitor: id };
}
