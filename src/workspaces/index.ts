export { WorkspacesService } from './application/workspaces.service.js';
export type { Membership, SoleOwnership, Workspace, WorkspaceRole } from './domain/workspace.js';
export { WorkspacesModule } from './workspaces.module.js';
