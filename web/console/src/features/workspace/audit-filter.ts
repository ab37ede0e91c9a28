import type { Schemas } from '../../api/client.js';

export type AuditEvent = Schemas['AuditEventDto'];

/** What the page shows of the log; it stands in the address, so that it can be sent to somebody. */
export interface AuditFilter {
  action?: string;
  /** Id of a person. */
  actor?: string;
  result?: AuditEvent['result'];
  /** Days of the reader's calendar, such as 2026-11-21; both included. */
  from?: string;
  to?: string;
}

const ACTION = /^[a-z_]{1,40}\.[a-z_]{1,40}$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** From the address, which anybody may have written: what is not well formed is left out. */
export function auditFilterOf(search: Record<string, unknown>): AuditFilter {
  const { result } = search;
  const fitting = (name: string, shape: RegExp) => {
    const value = search[name];
    return typeof value === 'string' && shape.test(value) ? { [name]: value } : {};
  };
  const day = (name: string) => {
    const value = fitting(name, DAY);
    return startOf(value[name]) ? value : {};
  };
  return {
    ...fitting('action', ACTION),
    ...fitting('actor', ID),
    ...(result === 'success' || result === 'failure' ? { result } : {}),
    ...day('from'),
    ...day('to'),
  };
}

/** The same as the server wants it: points in time, the last not included. */
export function auditQueryOf({ action, actor, result, from, to }: AuditFilter) {
  return {
    action,
    actor,
    result,
    from: startOf(from)?.toISOString(),
    to: startOf(to, 1)?.toISOString(),
  };
}

/** Midnight at the reader's, `later` days after; undefined for what is no day. */
function startOf(day: string | undefined, later = 0): Date | undefined {
  if (!day) return undefined;
  const [year, month, date] = day.split('-').map(Number);
  const start = new Date(year, month - 1, date + later);
  return Number.isNaN(start.getTime()) || year < 1970 ? undefined : start;
}
