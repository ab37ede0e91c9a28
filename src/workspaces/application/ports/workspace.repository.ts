import type { PageRequest } from '../../../kernel/page.js';
import type { Membership, SoleOwnership, Workspace, WorkspaceRole } from '../../domain/workspace.js';

/** Keeps workspaces and who belongs to them. */
export abstract class WorkspaceRepository {
  /** Stores a new workspace and its first owner. */
  abstract insert(workspace: Workspace, ownerId: string): Promise<void>;
  /** Stores a workspace without an owner, unless there is any workspace; those who register meanwhile wait. */
  abstract insertAwaiting(workspace: Workspace): Promise<boolean>;
  /** Makes the workspace that awaits an owner this person's own; undefined when there is none. */
  abstract handOver(owner: { id: string; name: string }): Promise<Workspace | undefined>;
  abstract awaitsOwner(workspaceId: string): Promise<boolean>;
  /** Every workspace of each of the users with the role there; a user's personal one first, then oldest first. */
  abstract rolesOf(
    userIds: string[],
  ): Promise<{ userId: string; workspaceId: string; role: WorkspaceRole }[]>;
  /** Newest first, up to `limit + 1` rows of `workspaceIds`. */
  abstract listOf(userId: string, workspaceIds: string[], page: PageRequest): Promise<Membership[]>;
  /** Undefined when it does not exist or the user is no member. */
  abstract findOf(userId: string, workspaceId: string): Promise<Membership | undefined>;
  abstract personalOf(userId: string): Promise<Workspace | undefined>;
  /** The workspaces in which the user is owner and nobody else is, and the user's personal one; locks them until the transaction ends. */
  abstract ownedAlone(userId: string): Promise<SoleOwnership[]>;
  /** Makes the most senior of the other members, suspended ones last, an owner and returns who it is; undefined when there is no other. */
  abstract promoteSuccessor(workspaceId: string, leavingUserId: string): Promise<string | undefined>;
  abstract rename(workspaceId: string, name: string): Promise<void>;
  /** Removes a workspace with all that hangs on it; returns who its members were, undefined when there is none. */
  abstract delete(workspaceId: string): Promise<string[] | undefined>;
}
