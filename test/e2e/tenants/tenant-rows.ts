import { Database } from '../../../src/platform/database/index.js';
import type { TestApp } from '../../support/test-app.js';
import type { Tenant } from './tenant.js';

/** A checksum for every table over the tenant's rows: those in which one of its ids or its mark occurs. */
export type TenantRows = Record<string, string>;

/**
 * A log that others fill too: of a tenant is what stands in its own, less the attempts that were refused, which are
 * there to be found.
 */
const LOGS: Record<string, string> = {
  audit_events: `$1 <> '' AND t.workspace_id = $2 AND t.action <> 'access.denied'`,
};

/** When a key was last used is no state of the tenant, and written down some time afterwards. */
const TEXTS: Record<string, string> = {
  api_keys: `(to_jsonb(t) - 'last_used_at' - 'last_used_ip')::text`,
};

/** Idempotency keys and events that wait are no state of a tenant but of requests. */
const PASSING = new Set(['outbox_events']);

export async function tenantRows(server: TestApp, { secrets, canary, ids }: Tenant): Promise<TenantRows> {
  const database = server.app.get(Database);
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const own = [canary, ...secrets.map(quoted)].join('|');
  const sums = tables
    .filter(({ name }) => !PASSING.has(name))
    .map(
      ({ name }) =>
        `SELECT '${name}' AS name, count(*) || ' rows ' || COALESCE(md5(string_agg(${textOf(name)}, '|' ORDER BY ${textOf(name)})), '') AS sum
         FROM "${name}" t WHERE ${LOGS[name] ?? 't::text ~ $1 AND $2::uuid IS NOT NULL'}`,
    );
  const rows = await database.query<{ name: string; sum: string }>(sums.join(' UNION ALL '), [
    own,
    ids.workspace,
  ]);
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
}

function textOf(table: string): string {
  return TEXTS[table] ?? 't::text';
}

/** Tables in which the rows differ. */
export function changedTables(before: TenantRows, after: TenantRows): string[] {
  return Object.keys(after).filter((name) => before[name] !== after[name]);
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
