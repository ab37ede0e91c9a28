import { Module } from '@nestjs/common';

import { WorkspaceRepository } from './application/ports/workspace.repository.js';
import { WorkspacesService } from './application/workspaces.service.js';
import { PostgresWorkspaceRepository } from './infrastructure/postgres-workspace.repository.js';
import { WorkspacesController } from './presentation/workspaces.controller.js';

@Module({
  controllers: [WorkspacesController],
  providers: [WorkspacesService, { provide: WorkspaceRepository, useClass: PostgresWorkspaceRepository }],
  exports: [WorkspacesService],
})
export class WorkspacesModule {}
