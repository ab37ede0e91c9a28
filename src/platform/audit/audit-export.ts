import { csvLine } from '../../kernel/csv.js';
import type { AuditEvent } from './audit-log.js';

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const COLUMNS: [name: string, of: (event: AuditEvent) => string | null][] = [
  ['id', (event) => event.id],
  ['time', (event) => event.createdAt.toISOString()],
  ['action', (event) => event.action],
  ['result', (event) => event.result],
  ['actorKind', (event) => event.actor.kind],
  ['actorUserId', (event) => event.actor.userId],
  ['actorKeyId', (event) => event.actor.keyId],
  ['actorName', (event) => event.actor.name],
  ['targetType', (event) => event.target?.type ?? null],
  ['targetId', (event) => event.target?.id ?? null],
  ['targetName', (event) => event.target?.name ?? null],
  ['ip', (event) => event.ip],
  ['userAgent', (event) => event.userAgent],
  ['requestId', (event) => event.requestId],
  ['detail', (event) => JSON.stringify(event.detail)],
];

/** The text of an export, piece by piece: CSV with a line of names, or one JSON object a line. */
export async function* exported(
  batches: AsyncIterable<AuditEvent[]>,
  format: ExportFormat,
): AsyncGenerator<string, void> {
  if (format === 'csv') yield csvLine(COLUMNS.map(([name]) => name));
  for await (const events of batches) {
    yield events.map((event) => (format === 'csv' ? csvOf(event) : `${JSON.stringify(event)}\n`)).join('');
  }
}

function csvOf(event: AuditEvent): string {
  return csvLine(COLUMNS.map(([, of]) => of(event)));
}
