import { Injectable } from '@nestjs/common';

import type { PageRequest } from '../../kernel/page.js';
import { Database } from '../../platform/database/index.js';
import { InvitationRepository } from '../application/ports/invitation.repository.js';
import type { Invitation, Offer } from '../domain/invitation.js';
import type { InvitedRole } from '../domain/workspace.js';

const COLUMNS = `i.id, i.workspace_id AS "workspaceId", i.email, i.role, i.created_at AS "createdAt",
  i.expires_at AS "expiresAt"`;

/** An invitation is as good as whoever made it: somebody who may not invite any more has invited nobody. */
const OFFERED = `
  i.expires_at > now() AND w.id = i.workspace_id AND u.id = i.invited_by AND u.suspended_at IS NULL
  AND m.workspace_id = i.workspace_id AND m.user_id = i.invited_by AND m.suspended_at IS NULL
  AND m.role IN ('owner', 'admin')`;

@Injectable()
export class PostgresInvitationRepository extends InvitationRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async put(
    invitation: { id: string; workspaceId: string; email: string; role: InvitedRole; invitedBy: string },
    tokenHash: Buffer,
    days: number,
  ): Promise<Invitation> {
    const { id, workspaceId, email, role, invitedBy } = invitation;
    const [row] = await this.database.query<Invitation>(
      `INSERT INTO invitations AS i (id, workspace_id, email, role, invited_by, token_hash, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7))
       ON CONFLICT (workspace_id, email) DO UPDATE SET id = excluded.id, role = excluded.role,
         invited_by = excluded.invited_by, token_hash = excluded.token_hash, created_at = now(),
         expires_at = excluded.expires_at
       RETURNING ${COLUMNS}`,
      [id, workspaceId, email, role, invitedBy, tokenHash, days],
    );
    return row;
  }

  list(workspaceId: string, { limit, after }: PageRequest): Promise<Invitation[]> {
    return this.database.query(
      `SELECT ${COLUMNS} FROM invitations i
       WHERE i.workspace_id = $1 AND i.expires_at > now() AND ($2::uuid IS NULL OR i.id < $2)
       ORDER BY i.id DESC LIMIT $3`,
      [workspaceId, after ?? null, limit + 1],
    );
  }

  async renew(
    workspaceId: string,
    invitationId: string,
    invitedBy: string,
    tokenHash: Buffer,
    days: number,
  ): Promise<Invitation | undefined> {
    const [row] = await this.database.query<Invitation>(
      `UPDATE invitations i
       SET token_hash = $3, invited_by = $4, expires_at = now() + make_interval(days => $5)
       WHERE i.workspace_id = $1 AND i.id = $2 AND i.expires_at > now() RETURNING ${COLUMNS}`,
      [workspaceId, invitationId, tokenHash, invitedBy, days],
    );
    return row;
  }

  async remove(workspaceId: string, invitationId: string): Promise<Invitation | undefined> {
    const [row] = await this.database.query<Invitation>(
      `DELETE FROM invitations i WHERE i.workspace_id = $1 AND i.id = $2 AND i.expires_at > now()
       RETURNING ${COLUMNS}`,
      [workspaceId, invitationId],
    );
    return row;
  }

  async offer(tokenHash: Buffer): Promise<Offer | undefined> {
    const [row] = await this.database.query<Offer>(
      `SELECT ${COLUMNS}, w.name AS "workspaceName", u.name AS "inviterName"
       FROM invitations i, workspaces w, users u, workspace_members m
       WHERE i.token_hash = $1 AND ${OFFERED}`,
      [tokenHash],
    );
    return row;
  }

  async take(tokenHash: Buffer): Promise<Offer | undefined> {
    const [row] = await this.database.query<Offer>(
      `DELETE FROM invitations i USING workspaces w, users u, workspace_members m
       WHERE i.token_hash = $1 AND ${OFFERED}
       RETURNING ${COLUMNS}, w.name AS "workspaceName", u.name AS "inviterName"`,
      [tokenHash],
    );
    return row;
  }
}
