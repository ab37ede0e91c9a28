/** Of a `Reach` as the first two parameters, for the row of a conversation; `prefix` such as `c.` where several are joined. */
export function withinReach(prefix = ''): string {
  return `${prefix}workspace_id = ANY($1::uuid[]) AND ($2::uuid[] IS NULL OR ${prefix}bot_id = ANY($2))`;
}
