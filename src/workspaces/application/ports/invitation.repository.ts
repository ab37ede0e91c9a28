import type { PageRequest } from '../../../kernel/page.js';
import type { Invitation, Offer } from '../../domain/invitation.js';
import type { InvitedRole } from '../../domain/workspace.js';

/** Keeps invitations and the hashes of their tokens. Those that have expired do not exist. */
export abstract class InvitationRepository {
  /** Takes the place of an earlier invitation of the same address. */
  abstract put(
    invitation: { id: string; workspaceId: string; email: string; role: InvitedRole; invitedBy: string },
    tokenHash: Buffer,
    days: number,
  ): Promise<Invitation>;
  /** Newest first, up to `limit + 1` rows. */
  abstract list(workspaceId: string, page: PageRequest): Promise<Invitation[]>;
  /** A new token and a new term; undefined when there is no such invitation. */
  abstract renew(
    workspaceId: string,
    invitationId: string,
    invitedBy: string,
    tokenHash: Buffer,
    days: number,
  ): Promise<Invitation | undefined>;
  abstract remove(workspaceId: string, invitationId: string): Promise<Invitation | undefined>;
  /** The offer behind a token; undefined, too, when whoever made it may not invite any more. */
  abstract offer(tokenHash: Buffer): Promise<Offer | undefined>;
  /** As `offer`, and uses it up; of several at once one gets it. */
  abstract take(tokenHash: Buffer): Promise<Offer | undefined>;
}
