export { InvitationsService } from './application/invitations.service.js';
export { WorkspaceGrants } from './application/workspace-grants.service.js';
export { WorkspacesService } from './application/workspaces.service.js';
export type { Membership, SoleOwnership, Workspace, WorkspaceRole } from './domain/workspace.js';
export { workspacesMessages } from './workspaces.messages.js';
export { WorkspacesModule } from './workspaces.module.js';
