import type { Permission } from '../../platform/http/access/index.js';
import type { Place } from '../../platform/realtime/index.js';

/** Where a conversation, or one of its turns, is read. */
export function placeOf(
  { workspaceId, botId }: { workspaceId: string; botId: string },
  permission: Permission,
): Place {
  return { workspaceId, botId, permission };
}
