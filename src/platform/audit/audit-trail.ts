import { Injectable } from '@nestjs/common';

import { newId } from '../../kernel/id.js';
import { Database } from '../database/index.js';
import { type Actor, requestContext } from '../http/context/index.js';
import { oneLine } from './one-line.js';

/** One thing that somebody did or tried. */
export interface AuditRecord {
  /** Stable word, module first and in the past tense: `bot.deleted`, `member.role_changed`, `auth.login_failed`. */
  action: string;
  /** Whose log it belongs in; leave it out for what concerns an account alone. */
  workspaceId?: string;
  target?: { type: string; id: string; name?: string };
  /** `success` unless said. */
  result?: 'success' | 'failure';
  /** Small facts worth keeping, such as the old and the new role. Never secrets, addresses of others, or contents. */
  detail?: Record<string, string | number | boolean | null>;
  /** Who did it, where the request does not know (a sign-in) or there is none (a job). */
  actor?: Actor;
}

/** Longest name, client and detail that is kept. */
const MOST_TEXT = 300;

/** Writes down who did what, from where, with which result. */
@Injectable()
export class AuditTrail {
  constructor(private readonly database: Database) {}

  /** Joins the open transaction, so that what did not happen is not in the log, and what happened is. */
  async record(...records: AuditRecord[]): Promise<void> {
    const context = requestContext.getStore();
    const rows = records.map(({ action, workspaceId, target, result, detail, actor = context?.actor }) => ({
      id: newId(),
      workspace_id: workspaceId ?? null,
      action,
      result: result ?? 'success',
      actor_kind: actor?.kind ?? (context ? 'anonymous' : 'system'),
      actor_user_id: actor?.userId ?? null,
      actor_key_id: actor?.keyId ?? null,
      target_type: target?.type ?? null,
      target_id: target ? oneLine(target.id, MOST_TEXT) : null,
      target_name: target?.name === undefined ? null : oneLine(target.name, MOST_TEXT),
      ip: context?.ip ?? '',
      user_agent: oneLine(context?.userAgent ?? '', MOST_TEXT),
      request_id: context?.requestId ?? '',
      detail: encoded(detail ?? {}),
    }));
    await this.database.query(
      `INSERT INTO audit_events (id, workspace_id, action, result, actor_kind, actor_user_id, actor_key_id,
         target_type, target_id, target_name, ip, user_agent, request_id, detail)
       SELECT id, workspace_id, action, result, actor_kind, actor_user_id, actor_key_id,
         target_type, target_id, target_name, ip, user_agent, request_id, detail
       FROM json_populate_recordset(NULL::audit_events, $1::json)`,
      [JSON.stringify(rows)],
    );
  }
}

function encoded(detail: NonNullable<AuditRecord['detail']>): object {
  const entries = Object.entries(detail).map(([name, value]) => [
    name,
    typeof value === 'string' ? oneLine(value, MOST_TEXT) : value,
  ]);
  return Object.fromEntries(entries) as object;
}
