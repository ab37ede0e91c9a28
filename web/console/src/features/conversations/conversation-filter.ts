import { dayOf, startOf } from '../../components/days.js';

/** What of the list is shown; it stands in the address, so that going back leads to the same list. */
export interface ConversationFilter {
  q?: string;
  status?: 'archived';
  /** Days of the reader's calendar, both included. */
  from?: string;
  to?: string;
}

/** From the address, which anybody may have written. What is not well formed has to be named as absent, else it stays. */
export function conversationFilterOf({ q, status, from, to }: Record<string, unknown>): ConversationFilter {
  return {
    // The router turns `?q=5` into a number.
    q: typeof q === 'string' || typeof q === 'number' ? String(q).slice(0, 200) : undefined,
    status: status === 'archived' ? status : undefined,
    from: dayOf(from),
    to: dayOf(to),
  };
}

/** The same as the server wants it: points in time, the last not included. */
export function conversationQueryOf({ q, status, from, to }: ConversationFilter) {
  return {
    q,
    status: status ?? ('active' as const),
    from: startOf(from)?.toISOString(),
    to: startOf(to, 1)?.toISOString(),
  };
}
