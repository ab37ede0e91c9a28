/** Rows of a month, so that answers which begin at once rarely meet on one. */
const SLOTS = 16;

export function randomSlot(): number {
  return Math.floor(Math.random() * SLOTS);
}

/**
 * A part of the statement that stores an answer: counts it, in the same transaction, so that what is undone was never
 * counted. `source` gives one row of workspace and slot, or none.
 */
export function counting(source: string): string {
  return `counted AS (
    INSERT INTO message_usage AS usage (workspace_id, month, slot, messages)
    SELECT s.workspace_id, date_trunc('month', now() AT TIME ZONE 'UTC')::date, s.slot, 1
    FROM (${source}) AS s (workspace_id, slot)
    ON CONFLICT (workspace_id, month, slot) DO UPDATE SET messages = usage.messages + 1
  )`;
}
