import { Module } from '@nestjs/common';

import { ApiKeyGrants } from './application/api-key-grants.service.js';
import { ApiKeyUses } from './application/api-key-uses.service.js';
import { ApiKeysService } from './application/api-keys.service.js';
import { InvitationsService } from './application/invitations.service.js';
import { MembersService } from './application/members.service.js';
import { ApiKeyRepository } from './application/ports/api-key.repository.js';
import { InvitationRepository } from './application/ports/invitation.repository.js';
import { MemberRepository } from './application/ports/member.repository.js';
import { WorkspaceRepository } from './application/ports/workspace.repository.js';
import { UsageService } from './application/usage.service.js';
import { WorkspaceAdministration } from './application/workspace-administration.service.js';
import { WorkspaceAudit } from './application/workspace-audit.service.js';
import { WorkspaceGrants } from './application/workspace-grants.service.js';
import { WorkspacesService } from './application/workspaces.service.js';
import { PostgresApiKeyRepository } from './infrastructure/postgres-api-key.repository.js';
import { PostgresInvitationRepository } from './infrastructure/postgres-invitation.repository.js';
import { PostgresMemberRepository } from './infrastructure/postgres-member.repository.js';
import { PostgresWorkspaceRepository } from './infrastructure/postgres-workspace.repository.js';
import { AdminAuditEventsController } from './presentation/admin-audit-events.controller.js';
import { AdministeredWorkspacesController } from './presentation/administered-workspaces.controller.js';
import { ApiKeysController } from './presentation/api-keys.controller.js';
import { AuditEventsController } from './presentation/audit-events.controller.js';
import { InvitationsController } from './presentation/invitations.controller.js';
import { MembersController } from './presentation/members.controller.js';
import { OffersController } from './presentation/offers.controller.js';
import { UsageController } from './presentation/usage.controller.js';
import { WorkspacesController } from './presentation/workspaces.controller.js';
import { PlansModule } from './plans.module.js';

/** Tenants: who belongs to them, who is invited, and what was done in them. */
@Module({
  imports: [PlansModule],
  controllers: [
    WorkspacesController,
    MembersController,
    InvitationsController,
    OffersController,
    ApiKeysController,
    AuditEventsController,
    AdminAuditEventsController,
    UsageController,
    AdministeredWorkspacesController,
  ],
  providers: [
    WorkspacesService,
    WorkspaceGrants,
    MembersService,
    InvitationsService,
    WorkspaceAudit,
    ApiKeysService,
    ApiKeyGrants,
    ApiKeyUses,
    UsageService,
    WorkspaceAdministration,
    { provide: WorkspaceRepository, useClass: PostgresWorkspaceRepository },
    { provide: MemberRepository, useClass: PostgresMemberRepository },
    { provide: InvitationRepository, useClass: PostgresInvitationRepository },
    { provide: ApiKeyRepository, useClass: PostgresApiKeyRepository },
  ],
  exports: [WorkspacesService, WorkspaceGrants, InvitationsService, ApiKeyGrants, ApiKeyUses],
})
export class WorkspacesModule {}
