import type { PageRequest } from '../../../kernel/page.js';
import type { MemberChange, Standing } from '../../domain/member-rules.js';
import type { Member, Workspace, WorkspaceRole } from '../../domain/workspace.js';

/** What a change of members is decided on. */
export interface Roster {
  workspace: Workspace;
  /** Of the people asked about, those who belong to it. */
  standings: Standing[];
}

/** Keeps who belongs to a workspace. Names and addresses come with the members, from the accounts. */
export abstract class MemberRepository {
  /** By user id, newest account first, up to `limit + 1` rows. */
  abstract list(workspaceId: string, page: PageRequest): Promise<Member[]>;
  abstract find(workspaceId: string, userId: string): Promise<Member | undefined>;
  /** Locks the workspace until the transaction ends, so that changes of its members come one after the other. */
  abstract lock(workspaceId: string, userIds: string[]): Promise<Roster | undefined>;
  abstract change(workspaceId: string, userId: string, change: MemberChange): Promise<void>;
  abstract remove(workspaceId: string, userId: string): Promise<void>;
  /** False when the person belongs to it already; then nothing changes. */
  abstract add(workspaceId: string, userId: string, role: WorkspaceRole): Promise<boolean>;
  abstract countActiveOwners(workspaceId: string): Promise<number>;
  /** Undefined when there is no such account. */
  abstract addressOf(userId: string): Promise<string | undefined>;
  abstract isMember(workspaceId: string, email: string): Promise<boolean>;
}
