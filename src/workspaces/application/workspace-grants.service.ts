import { Injectable } from '@nestjs/common';

import type { Grant } from '../../platform/http/access/index.js';
import { WorkspaceRepository } from './ports/workspace.repository.js';

/** Where people may act, and as what. */
@Injectable()
export class WorkspaceGrants {
  constructor(private readonly workspaces: WorkspaceRepository) {}

  /** The personal workspace first. The access guard builds the caller from it. */
  of(userId: string): Promise<Grant[]> {
    return this.workspaces.rolesOf(userId);
  }
}
