import { withClient } from './postgres.js';
import type { TestApp } from './test-app.js';

export interface AuditRow {
  action: string;
  result: string;
  /** Id of the person who did it. */
  actor: string | null;
  userAgent: string;
  detail: Record<string, unknown>;
}

/** What the audit log holds about an account, oldest first. */
export function auditOf(server: TestApp, userId: string): Promise<AuditRow[]> {
  return withClient(server.config.databaseUrl!, async (client) => {
    const { rows } = await client.query<AuditRow>(
      `SELECT action, result, actor_user_id AS actor, user_agent AS "userAgent", detail
       FROM audit_events WHERE target_type = 'user' AND target_id = $1 ORDER BY id`,
      [userId],
    );
    return rows;
  });
}
