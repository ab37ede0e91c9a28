import { Injectable } from '@nestjs/common';

import type { Page, PageRequest } from '../../kernel/page.js';
import {
  type AuditEvent,
  type AuditFilter,
  AuditLog,
  AuditTrail,
  type ExportFormat,
} from '../../platform/audit/index.js';
import type { Caller } from '../../platform/http/access/index.js';

/** A workspace's audit log, for those of its members who may read it. */
@Injectable()
export class WorkspaceAudit {
  constructor(
    private readonly log: AuditLog,
    private readonly trail: AuditTrail,
  ) {}

  /** Newest first. Throws `workspace.not_found`, `access.forbidden`. */
  async list(
    caller: Caller,
    workspaceId: string,
    filter: AuditFilter,
    page: PageRequest,
  ): Promise<Page<AuditEvent>> {
    assertReadable(caller, workspaceId);
    return this.log.list({ workspaceId }, filter, page);
  }

  /** All of it in batches. That somebody took it out is in the log, too. Throws as `list`. */
  async export(
    caller: Caller,
    workspaceId: string,
    filter: AuditFilter,
    format: ExportFormat,
  ): Promise<AsyncIterable<AuditEvent[]>> {
    assertReadable(caller, workspaceId);
    await this.trail.record({
      action: 'audit.exported',
      workspaceId,
      target: { type: 'workspace', id: workspaceId },
      detail: { format },
    });
    return this.log.all({ workspaceId }, filter);
  }
}

function assertReadable(caller: Caller, workspaceId: string): void {
  // The log tells of every bot of the workspace.
  caller.wholeWorkspaceFor('audit:read', workspaceId);
}
