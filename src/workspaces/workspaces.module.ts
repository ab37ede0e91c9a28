import { Module } from '@nestjs/common';

import { WorkspaceRepository } from './application/ports/workspace.repository.js';
import { WorkspaceAudit } from './application/workspace-audit.service.js';
import { WorkspacesService } from './application/workspaces.service.js';
import { PostgresWorkspaceRepository } from './infrastructure/postgres-workspace.repository.js';
import { AdminAuditEventsController } from './presentation/admin-audit-events.controller.js';
import { AuditEventsController } from './presentation/audit-events.controller.js';
import { WorkspacesController } from './presentation/workspaces.controller.js';

@Module({
  controllers: [WorkspacesController, AuditEventsController, AdminAuditEventsController],
  providers: [
    WorkspacesService,
    WorkspaceAudit,
    { provide: WorkspaceRepository, useClass: PostgresWorkspaceRepository },
  ],
  exports: [WorkspacesService],
})
export class WorkspacesModule {}
