import { DomainError } from '../../kernel/domain-error.js';
import type { WorkspaceRole } from './workspace.js';

/** The least that the rules have to know of a member. */
export interface Standing {
  userId: string;
  role: WorkspaceRole;
  suspended: boolean;
}

export interface MemberChange {
  role?: WorkspaceRole;
  suspended?: boolean;
}

/**
 * Whether somebody who manages members may change this one so. Throws `access.forbidden` where an admin would touch an
 * owner or make one, `member.self` (conflict) for one's own role: one hands over or leaves.
 */
export function assertMayChange(actor: Standing, target: Standing, change: MemberChange): void {
  if (actor.userId === target.userId) throw new DomainError('member.self', 'conflict');
  const concernsOwner = target.role === 'owner' || change.role === 'owner';
  if (concernsOwner && actor.role !== 'owner') throw new DomainError('access.forbidden', 'forbidden');
}

/** Whether the member counts as somebody who can act as owner. */
export function isActiveOwner({ role, suspended }: Pick<Standing, 'role' | 'suspended'>): boolean {
  return role === 'owner' && !suspended;
}
