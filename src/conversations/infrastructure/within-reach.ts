import type { Reach } from '../../platform/http/access/index.js';

/**
 * For the row of a conversation, with `ofReach` as the first three parameters; `prefix` such as `c.` where several are
 * joined.
 */
export function withinReach(prefix = ''): string {
  return `${prefix}workspace_id = ANY($1::uuid[]) AND ($2::uuid[] IS NULL OR ${prefix}bot_id = ANY($2))
    AND ($3::uuid IS NULL OR ${prefix}visitor_id = $3)`;
}

export function ofReach({ workspaces, bots, visitor }: Reach): [unknown, unknown, unknown] {
  return [workspaces, bots, visitor];
}
