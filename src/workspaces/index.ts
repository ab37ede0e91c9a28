export { type ApiKeyGrant, ApiKeyGrants } from './application/api-key-grants.service.js';
export { ApiKeyUses } from './application/api-key-uses.service.js';
export { InvitationsService } from './application/invitations.service.js';
export { WorkspaceGrants } from './application/workspace-grants.service.js';
export { WorkspacesService } from './application/workspaces.service.js';
export { posesAsApiKey } from './domain/api-key.js';
export type { Membership, SoleOwnership, Workspace, WorkspaceRole } from './domain/workspace.js';
export { workspacesMessages } from './workspaces.messages.js';
export { WorkspacesModule } from './workspaces.module.js';
