import type { Schemas } from '../../api/client.js';
import { dayOf, startOf } from '../../components/days.js';

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

/** From the address, which anybody may have written. What is not well formed has to be named as absent, else it stays. */
export function auditFilterOf({ action, actor, result, from, to }: Record<string, unknown>): AuditFilter {
  return {
    action: fitting(action, ACTION),
    actor: fitting(actor, ID),
    result: result === 'success' || result === 'failure' ? result : undefined,
    from: dayOf(from),
    to: dayOf(to),
  };
}

function fitting(value: unknown, shape: RegExp): string | undefined {
  return typeof value === 'string' && shape.test(value) ? value : undefined;
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
