import { Injectable } from '@nestjs/common';

import type { Grant } from '../../platform/http/access/index.js';
import { WorkspaceRepository } from './ports/workspace.repository.js';

/** Where people may act, and as what. */
@Injectable()
export class WorkspaceGrants {
  constructor(private readonly workspaces: WorkspaceRepository) {}

  /** Of each of the people, by id; the personal workspace first. The access guard builds callers from it. */
  async of(userIds: string[]): Promise<Map<string, Grant[]>> {
    const grants = new Map(userIds.map((userId) => [userId, [] as Grant[]]));
    for (const { userId, ...grant } of await this.workspaces.rolesOf(userIds))
      grants.get(userId)?.push(grant);
    return grants;
  }
}
