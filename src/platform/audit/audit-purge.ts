import { Injectable } from '@nestjs/common';

import { Database, TransactionRunner } from '../database/index.js';

/** Rows that one transaction deletes: a purge neither holds locks for long nor fills the log of the database. */
const BATCH = 5_000;

/** The only two ways out of the audit log: old age, and the end of the workspace. The database refuses any other. */
@Injectable()
export class AuditPurge {
  constructor(
    private readonly database: Database,
    private readonly transactions: TransactionRunner,
  ) {}

  /** Deletes what is older than `days` days, in batches. Returns how many events that were. */
  async olderThan(days: number): Promise<number> {
    for (let total = 0; ;) {
      const deleted = await this.transactions.run(async () => {
        await this.declare();
        const rows = await this.database.query(
          `DELETE FROM audit_events WHERE id IN (
             SELECT id FROM audit_events WHERE created_at < now() - make_interval(days => $1)
             ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
           RETURNING id`,
          [days, BATCH],
        );
        return rows.length;
      });
      total += deleted;
      if (deleted < BATCH) return total;
    }
  }

  /** Everything of a workspace that is being erased. Joins the open transaction. */
  async ofWorkspace(workspaceId: string): Promise<void> {
    await this.transactions.run(async () => {
      await this.declare();
      await this.database.query('DELETE FROM audit_events WHERE workspace_id = $1', [workspaceId]);
    });
  }

  /** Until the end of the transaction. */
  private async declare(): Promise<void> {
    await this.database.query(`SELECT set_config('kyro.audit_purge', 'on', true)`);
  }
}
