import { Injectable } from '@nestjs/common';

import { type Page, type PageRequest, toPage } from '../../kernel/page.js';
import { Database } from '../database/index.js';
import type { Actor } from '../http/context/index.js';

export interface AuditEvent {
  id: string;
  action: string;
  result: 'success' | 'failure';
  actor: {
    kind: Actor['kind'];
    /** The person; for an API key, the one who made it. */
    userId: string | null;
    keyId: string | null;
    /** The person's name now; null for nobody, and once the account is gone. */
    name: string | null;
  };
  target: { type: string; id: string; name: string | null } | null;
  ip: string;
  userAgent: string;
  requestId: string;
  detail: Record<string, string | number | boolean | null>;
  createdAt: Date;
}

export interface AuditFilter {
  action?: string;
  /** Id of a person. */
  actor?: string;
  /** Id of what it was done to. */
  target?: string;
  result?: 'success' | 'failure';
  /** At or after. */
  from?: Date;
  /** Before. */
  to?: Date;
}

/** Whose log: a workspace's, or what concerns accounts and the installation alone. */
export type AuditScope = { workspaceId: string } | 'installation';

interface Row extends Omit<AuditEvent, 'actor' | 'target'> {
  actorKind: Actor['kind'];
  userId: string | null;
  keyId: string | null;
  actorName: string | null;
  targetType: string | null;
  targetId: string | null;
  targetName: string | null;
}

const EXPORT_BATCH = 500;

/** Name of the list for its cursors: a cursor is good for the log and the filter it came from. */
export function auditList(scope: AuditScope, filter: AuditFilter): string {
  const { action = '', actor = '', target = '', result = '', from, to } = filter;
  const place = scope === 'installation' ? scope : scope.workspaceId;
  const times = [from, to].map((time) => time?.getTime() ?? '');
  return `audit:${[place, action, actor, target, result, ...times].join(':')}`;
}

/** The audit log as it is read. Who may read it is for the caller to say. */
@Injectable()
export class AuditLog {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async list(scope: AuditScope, filter: AuditFilter, page: PageRequest): Promise<Page<AuditEvent>> {
    const events = await this.read(scope, filter, { after: page.after, limit: page.limit + 1 });
    return toPage(auditList(scope, filter), events, page.limit);
  }

  /** All of them, newest first, a batch at a time: no connection is held while the reader of them is slow. */
  async *all(scope: AuditScope, filter: AuditFilter): AsyncGenerator<AuditEvent[], void> {
    for (let after: string | undefined; ;) {
      const events = await this.read(scope, filter, { after, limit: EXPORT_BATCH });
      if (events.length > 0) yield events;
      if (events.length < EXPORT_BATCH) return;
      after = events.at(-1)!.id;
    }
  }

  private async read(scope: AuditScope, filter: AuditFilter, page: PageRequest): Promise<AuditEvent[]> {
    const workspaceId = scope === 'installation' ? null : scope.workspaceId;
    const rows = await this.database.query<Row>(
      `SELECT e.id, e.action, e.result, e.actor_kind AS "actorKind", e.actor_user_id AS "userId",
              e.actor_key_id AS "keyId", u.name AS "actorName", e.target_type AS "targetType",
              e.target_id AS "targetId", e.target_name AS "targetName", e.ip, e.user_agent AS "userAgent",
              e.request_id AS "requestId", e.detail, e.created_at AS "createdAt"
       FROM audit_events e LEFT JOIN users u ON u.id = e.actor_user_id
       WHERE ${workspaceId === null ? '$1::uuid IS NULL AND e.workspace_id IS NULL' : 'e.workspace_id = $1'}
         AND ($2::uuid IS NULL OR e.id < $2)
         AND ($3::text IS NULL OR e.action = $3)
         AND ($4::uuid IS NULL OR e.actor_user_id = $4)
         AND ($5::text IS NULL OR e.target_id = $5)
         AND ($6::text IS NULL OR e.result = $6)
         AND ($7::timestamptz IS NULL OR e.created_at >= $7)
         AND ($8::timestamptz IS NULL OR e.created_at < $8)
       ORDER BY e.id DESC LIMIT $9`,
      [
        workspaceId,
        page.after,
        filter.action,
        filter.actor,
        filter.target,
        filter.result,
        filter.from,
        filter.to,
        page.limit,
      ].map((value) => value ?? null),
    );
    return rows.map(toEvent);
  }
}

function toEvent(row: Row): AuditEvent {
  const { actorKind, userId, keyId, actorName, targetType, targetId, targetName, ...event } = row;
  const target =
    targetType === null || targetId === null ? null : { type: targetType, id: targetId, name: targetName };
  return { ...event, actor: { kind: actorKind, userId, keyId, name: actorName }, target };
}
