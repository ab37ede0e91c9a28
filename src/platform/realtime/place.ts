import { DomainError } from '../../kernel/domain-error.js';
import { type Caller, type Permission, permittedBy, readableBy, reaches } from '../http/access/index.js';

/** What somebody listens to who has been let in: a bot, or what was said there, and the permission that it takes. */
export interface Place {
  workspaceId: string;
  botId: string;
  permission: Permission;
}

/** Why the caller may not be there; undefined when they may. */
export function barrier(caller: Caller, { workspaceId, botId, permission }: Place): DomainError | undefined {
  const scope = caller.scope(permission);
  const bot = { id: botId, workspaceId };
  if (reaches(permittedBy(scope), bot)) return undefined;
  return reaches(readableBy(scope), bot)
    ? new DomainError('access.forbidden', 'forbidden')
    : new DomainError('workspace.not_found', 'not_found');
}
