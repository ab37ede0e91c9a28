import type { PageRequest } from '../../../kernel/page.js';
import type { Membership, Workspace, WorkspaceRole } from '../../domain/workspace.js';

/** Keeps workspaces and who belongs to them. */
export abstract class WorkspaceRepository {
  /** Stores a new workspace and its first owner. */
  abstract insert(workspace: Workspace, ownerId: string): Promise<void>;
  /** Every workspace of a user with the role there, the personal one first, then oldest first. */
  abstract rolesOf(userId: string): Promise<{ workspaceId: string; role: WorkspaceRole }[]>;
  /** Newest first, up to `limit + 1` rows. */
  abstract listOf(userId: string, page: PageRequest): Promise<Membership[]>;
  /** Undefined when it does not exist or the user is no member. */
  abstract findOf(userId: string, workspaceId: string): Promise<Membership | undefined>;
  abstract personalOf(userId: string): Promise<Workspace | undefined>;
}
